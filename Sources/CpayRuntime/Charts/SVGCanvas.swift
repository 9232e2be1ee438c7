/// What has been drawn so far, from top to bottom; numbers come out the same everywhere.
struct SVGCanvas {
  /// The columns that a text is taken to need; the font has one width.
  static let column = 8.0
  static let rowHeight = 22.0
  private static let margin = 16.0

  private var elements: [String] = []
  /// Where the next row begins.
  private(set) var top = SVGCanvas.margin
  private var right = 480.0

  /// The left edge.
  var left: Double { SVGCanvas.margin }

  /// Leaves some room.
  mutating func skip(_ height: Double) {
    top += height
  }

  /// A title in a row of its own.
  mutating func heading(_ text: String) {
    add(text, left, top + 15, attributes: #" font-weight="bold""#)
    skip(SVGCanvas.rowHeight + 4)
  }

  /// A text in a row of its own.
  mutating func row(_ text: String) {
    add(text, left, top + 15)
    skip(SVGCanvas.rowHeight)
  }

  /// The side of its place that a text is written to.
  enum Anchor: String {
    case start
    case middle
    case end
  }

  /// A text whose foot stands at `y`.
  mutating func add(
    _ text: String, _ x: Double, _ y: Double, anchor: Anchor = .start, attributes: String = ""
  ) {
    let side = anchor == .start ? "" : #" text-anchor="\#(anchor.rawValue)""#
    elements.append(
      #"<text x="\#(pixels(x))" y="\#(pixels(y))"\#(side)\#(attributes)>"#
        + MarkupText.escaped(text) + "</text>")
    reach(anchor == .end ? x : x + Double(SVGCanvas.columns(text)) * SVGCanvas.column)
  }

  /// A bar, with a text that shows when it is pointed at.
  mutating func bar(_ x: Double, _ y: Double, width: Double, color: String, hint: String) {
    elements.append(
      #"<rect x="\#(pixels(x))" y="\#(pixels(y))" width="\#(pixels(width))" height="14""#
        + #" fill="\#(color)"><title>"# + MarkupText.escaped(hint) + "</title></rect>")
    reach(x + width)
  }

  /// An upright bar, with a text that shows when it is pointed at.
  mutating func column(
    _ x: Double, _ y: Double, width: Double, height: Double, hint: String
  ) {
    elements.append(
      #"<rect x="\#(pixels(x))" y="\#(pixels(y))" width="\#(pixels(width))""#
        + #" height="\#(pixels(height))" fill="\#(ChartColor.positive)"><title>"#
        + MarkupText.escaped(hint) + "</title></rect>")
    reach(x + width)
  }

  /// A line through some places; a dot for a single one.
  mutating func line(_ places: [(x: Double, y: Double)], color: String) {
    if let place = places.first, places.count == 1 {
      elements.append(
        #"<circle cx="\#(pixels(place.x))" cy="\#(pixels(place.y))" r="2" fill="\#(color)"/>"#)
    } else {
      let points = places.map { "\(pixels($0.x)),\(pixels($0.y))" }.joined(separator: " ")
      elements.append(
        #"<polyline points="\#(points)" fill="none" stroke="\#(color)" stroke-width="1.5"/>"#)
    }
    for place in places { reach(place.x) }
  }

  private mutating func reach(_ x: Double) {
    right = max(right, x)
  }

  /// The whole document; in a page its name tells it from the others.
  func document(title: String, description: String, named name: String? = nil) -> String {
    let (titleID, descriptionID) = (
      name.map { "\($0)-title" } ?? "title", name.map { "\($0)-description" } ?? "description"
    )
    let (width, height) = (pixels(right + SVGCanvas.margin), pixels(top + SVGCanvas.margin))
    let head =
      #"<svg xmlns="http://www.w3.org/2000/svg" width="\#(width)" height="\#(height)""#
      + #" viewBox="0 0 \#(width) \#(height)" role="img" aria-labelledby="\#(titleID) \#(descriptionID)""#
      + #" font-family="monospace" font-size="13" fill="\#(ChartColor.text)">"#
    let lines = [
      head, #"<title id="\#(titleID)">\#(MarkupText.escaped(title))</title>"#,
      #"<desc id="\#(descriptionID)">\#(MarkupText.escaped(description))</desc>"#,
      #"<rect width="\#(width)" height="\#(height)" fill="\#(ChartColor.paper)"/>"#,
    ]
    return (lines + elements + ["</svg>"]).joined(separator: "\n")
  }

  /// The columns of a text, wide scripts counted twice; a guess, since the font is not known.
  static func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2 : 1) }
  }
}

/// The colours of a picture.
package enum ChartColor {
  /// What is written.
  package static let text = "#1b1b1b"
  /// What it is written on.
  package static let paper = "#ffffff"
  /// The lines that values are seen against.
  package static let axis = "#8a8a8a"
  /// Lines behind the values, at the numbers of a scale.
  package static let grid = "#e3e3e3"
  /// Values.
  package static let positive = "#2f6f9f"
  /// Values below zero.
  package static let negative = "#b5482a"

  /// The rules by which a page shows its pictures in the light or the dark that the reader has chosen;
  /// a picture by itself is light, as on paper.
  package static let rules = """
    :root { --paper: \(paper); --ink: \(text); --axis: \(axis); --grid: \(grid); --bar: \(positive); \
    --loss: \(negative); }
    @media (prefers-color-scheme: dark) {
    :root { --paper: #16181c; --ink: #e7e7e7; --axis: #80868f; --grid: #30343b; --bar: #7ab8e6; \
    --loss: #ef9076; }
    }
    svg { max-width: 100%; height: auto; }
    svg[fill="\(text)"] { fill: var(--ink); }
    svg [fill="\(paper)"] { fill: var(--paper); }
    svg [fill="\(positive)"] { fill: var(--bar); }
    svg [fill="\(negative)"] { fill: var(--loss); }
    svg [stroke="\(axis)"] { stroke: var(--axis); }
    svg [stroke="\(grid)"] { stroke: var(--grid); }
    svg [stroke="\(positive)"] { stroke: var(--bar); }
    """
}

/// A length to a tenth, in digits.
private func pixels(_ length: Double) -> String {
  let tenths = Int((min(max(length, 0), 1e9) * 10).rounded())
  return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
}
