/// What a page does where scripts run: tables sort by their headers, links open what they lead to, and printing opens
/// everything. It reads the page alone, and builds nothing from texts.
enum PageScript {
  static let text = #"""
    (() => {
      "use strict";
      const words = new Intl.Collator(document.documentElement.lang, {numeric: true});
      const value = (row, place) => {
        const cell = row.cells[place];
        if (!cell || cell.classList.contains("null")) return null;
        if (cell.dataset.v || cell.tagName === "TH" || !cell.closest(".grid")) return cell.dataset.v ?? cell.textContent;
        // A whole number as people read it.
        return cell.textContent.replace(/[^0-9-]/g, "") || null;
      };
      const compare = (isNumber) => (left, right) => isNumber ? Number(left) - Number(right) : words.compare(left, right);
      const exact = new Intl.NumberFormat(document.documentElement.lang, {maximumFractionDigits: 6});
      document.addEventListener("pointerover", (event) => {
        const cell = event.target.closest?.(".grid td[data-v]:not([title])");
        if (cell) cell.title = exact.format(cell.dataset.v);
      });
      for (const table of document.querySelectorAll("table[id]")) {
        const body = table.tBodies[0];
        const original = [...body.rows];
        const heads = [...table.tHead.rows[0].cells];
        const rows = original.filter((row) => !row.classList.contains("sub"));
        if (rows.length < 2) continue;
        heads.forEach((head, place) => {
          const button = document.createElement("button");
          button.type = "button";
          button.append(...head.childNodes);
          head.append(button);
          const isNumber = head.classList.contains("n");
          const order = isNumber ? ["descending", "ascending"] : ["ascending", "descending"];
          button.addEventListener("click", () => {
            const next = order[order.indexOf(head.getAttribute("aria-sort")) + 1];
            for (const other of heads) other.removeAttribute("aria-sort");
            if (!next) {
              delete table.dataset.sorted;
              body.append(...original);
              return;
            }
            head.setAttribute("aria-sort", next);
            table.dataset.sorted = "";
            const sign = next === "ascending" ? 1 : -1;
            const by = compare(isNumber);
            const keyed = rows.map((row) => [value(row, place), row]);
            keyed.sort(([left], [right]) =>
              left === null || right === null ? (left === null) - (right === null) : sign * by(left, right));
            body.append(...original.filter((row) => row.classList.contains("sub")), ...keyed.map(([, row]) => row));
          });
        });
      }
      const reveal = (hash) => {
        const target = hash.length > 1 && document.getElementById(hash.slice(1));
        for (let part = target; part; part = part.parentElement) if (part.localName === "details") part.open = true;
      };
      addEventListener("hashchange", () => reveal(location.hash));
      document.addEventListener("click", (event) => {
        const link = event.target.closest?.('a[href^="#"]');
        if (link) reveal(link.getAttribute("href"));
      });
      reveal(location.hash);
      document.addEventListener("change", (event) => {
        const box = event.target.closest?.(".matrix")?.querySelector(`.m${CSS.escape(event.target.value)}`);
        const present = box?.querySelector(".now");
        if (present) box.scrollLeft = present.offsetLeft - box.clientWidth / 2;
      });
      let opened = [];
      addEventListener("beforeprint", () => {
        opened = [...document.querySelectorAll("details:not([open]):not(.data)")];
        for (const part of opened) part.open = true;
      });
      addEventListener("afterprint", () => {
        for (const part of opened) part.open = false;
      });
      // After the headers got their buttons, which make columns wider.
      for (const present of document.querySelectorAll(".now")) {
        const box = present.closest(".scroll");
        if (!box) continue;
        const [own, around] = [present.getBoundingClientRect(), box.getBoundingClientRect()];
        box.scrollLeft += own.left - around.left - (around.width - own.width) / 2;
        // Less than a column that is left would cut figures: to the end.
        if (box.scrollWidth - box.clientWidth - box.scrollLeft < 72) box.scrollLeft = box.scrollWidth;
      }
    })();
    """#
}
