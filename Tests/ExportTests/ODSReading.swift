/// A spreadsheet of OpenDocument as its XML says, given in the words of ``XLSXReading``.
enum ODSReading {
  static let script = #"""
    import json, re, sys, zipfile, xml.etree.ElementTree as E
    U = "{urn:oasis:names:tc:opendocument:xmlns:"
    T, O, X = U + "table:1.0}", U + "office:1.0}", U + "text:1.0}"
    book = zipfile.ZipFile(sys.argv[1])
    assert book.testzip() is None
    first = book.infolist()[0]
    assert first.filename == "mimetype" and first.compress_type == 0 and not first.extra, first
    assert book.read(first) == b"application/vnd.oasis.opendocument.spreadsheet"
    for name in book.namelist()[1:]: E.fromstring(book.read(name))
    listed = [e.get(U + "manifest:1.0}full-path") for e in E.fromstring(book.read("META-INF/manifest.xml"))]
    # The folder of each chart is listed beside its content.
    folders = sorted(set(n.split("/")[0] + "/" for n in book.namelist() if n.startswith("Object ")))
    assert sorted(listed + ["mimetype", "META-INF/manifest.xml"]) == sorted(book.namelist() + ["/"] + folders), listed
    # Blanks are joined, but for those that are elements.
    def text(e):
        out = re.sub("[ \t\r\n]+", " ", e.text or "")
        for c in e:
            out += {X + "s": " " * int(c.get(X + "c") or 1), X + "tab": "\t"}[c.tag] + re.sub("[ \t\r\n]+", " ", c.tail or "")
        return out
    def paragraph(e):
        # A blank at either end that is none of an element is lost.
        return text(e) if len(e) else text(e).strip(" ")
    def cell(c):
        if c.tag == T + "covered-table-cell": return ["", ""]
        kind, formula = c.get(O + "value-type"), c.get(T + "formula")
        if kind is None: return ["", ""]
        if kind == "string": return ["s", "\n".join(paragraph(p) for p in c.iter(X + "p"))]
        if formula:
            assert formula.startswith("of:="), formula
            return ["f", c.get(O + "value"), formula[4:].replace("[.", "").replace(":.", ":").replace("]", "").replace(";", ",")]
        if kind == "date":
            import datetime
            y, m, d = map(int, c.get(O + "date-value").split("-"))
            return ["d", str((datetime.date(y, m, d) - datetime.date(1970, 1, 1)).days + 25569)]
        return ["p" if kind == "percentage" else "n", c.get(O + "value")]
    content = E.fromstring(book.read("content.xml"))
    ranges = [r.get(T + "target-range-address") for r in content.iter(T + "database-range")]
    sheets = []
    for t in content.iter(T + "table"):
        own = "'" + t.get(T + "name").replace("'", "''") + "'."
        filters = [r.replace(own, "") for r in ranges if r.startswith(own)]
        lines = list(t.iter(T + "table-row"))
        head = t.find(T + "table-header-rows")
        rows = {n + 1: [cell(c) for c in r] for n, r in enumerate(lines)}
        sheets.append({"name": t.get(T + "name"), "header": lines.index(head[0]) + 1 if head is not None else None,
            "filter": filters[0] if filters else None, "rows": rows})
    assert len(set(s["name"].lower() for s in sheets)) == len(sheets)
    print(json.dumps(sheets))
    """#
}
