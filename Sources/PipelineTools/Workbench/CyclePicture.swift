import SalesPipeline
import ToolSupport

/// A sales cycle as SVG: a box a stage, an arrow for each way that the stages name.
struct CyclePicture {
  private let drawing: CycleDrawing
  private static let box = (width: 230, height: 46, gap: 34, left: 30, top: 56)

  init(_ drawing: CycleDrawing) { self.drawing = drawing }

  private func top(_ place: Int) -> Int { Self.box.top + place * (Self.box.height + Self.box.gap) }

  /// The document. It names its colours itself: it looks the same wherever it is shown.
  var svg: String {
    let height = top(drawing.rows.count)
    var parts = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 \(height)" width="640" height="\(height)" role="img" \
      aria-label="\(Self.safe(drawing.title))" font-family="sans-serif" font-size="13">
      <title>\(Self.safe(drawing.title))</title>
      <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
      <path d="M0 0 L8 4 L0 8 z" fill="#64748b"/></marker></defs>
      <rect width="640" height="\(height)" fill="#ffffff"/>
      <text x="\(Self.box.left)" y="32" font-size="18" font-weight="bold" fill="#0f172a">\(Self.safe(drawing.title))</text>
      """
    ]
    for place in drawing.rows.indices { parts += ways(from: place) }
    for (place, row) in drawing.rows.enumerated() { parts.append(stage(row, at: top(place))) }
    return (parts + ["</svg>"]).joined(separator: "\n")
  }

  private func stage(_ row: CycleDrawing.Row, at y: Int) -> String {
    let colour = row.outcome == .open ? "#2563eb" : row.outcome == .won ? "#15803d" : "#b91c1c"
    let (x, middle) = (Self.box.left, y + Self.box.height / 2)
    let gates = row.gates.enumerated().map { place, gate in
      "<text x=\"\(x + Self.box.width + 60)\" y=\"\(middle - 3 + place * 17)\" fill=\"#475569\">\(Self.safe(gate))</text>"
    }
    return """
      <rect x="\(x)" y="\(y)" width="\(Self.box.width)" height="\(Self.box.height)" rx="8" fill="#f8fafc" stroke="\(colour)" \
      stroke-width="2"/>
      <text x="\(x + 14)" y="\(middle - 3)" font-weight="bold" fill="#0f172a">\(Self.safe(row.label))</text>
      <text x="\(x + 14)" y="\(middle + 15)" fill="#475569">\(Self.safe(row.share)) · \(Self.safe(row.count))</text>
      """ + (gates.isEmpty ? "" : "\n" + gates.joined(separator: "\n"))
  }

  /// The arrows from a stage: down to the next one, and at the side to those that it names besides.
  private func ways(from place: Int) -> [String] {
    let row = drawing.rows[place]
    let named = row.next.map { keys in drawing.rows.indices.filter { keys.contains(drawing.rows[$0].key) } }
    let reached = named ?? (row.outcome == .open && place + 1 < drawing.rows.count ? [place + 1] : [])
    let (x, right) = (Self.box.left + Self.box.width / 2, Self.box.left + Self.box.width)
    return reached.filter { $0 != place }.map { other in
      if other == place + 1 {
        return arrow("M\(x) \(top(place) + Self.box.height) L\(x) \(top(other) - 2)")
      }
      let (start, end) = (top(place) + Self.box.height / 2, top(other) + Self.box.height / 2)
      let bend = right + min(50, 14 + 6 * abs(other - place))
      return arrow("M\(right) \(start) C\(bend) \(start) \(bend) \(end) \(right + 3) \(end)")
    }
  }

  private func arrow(_ path: String) -> String {
    "<path d=\"\(path)\" fill=\"none\" stroke=\"#64748b\" stroke-width=\"1.5\" marker-end=\"url(#tip)\"/>"
  }

  private static func safe(_ text: String) -> String {
    DisplayText.safe(text, limit: 60).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }
}
