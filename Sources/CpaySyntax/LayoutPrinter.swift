/// Settles the line breaks of a layout, so that as much as fits stands on a line.
struct LayoutPrinter {
  /// A layout that is still to be printed, where its lines begin and whether its lines break.
  private struct Rest {
    let layout: Layout
    let indent: Int
    let breaks: Bool
  }

  /// What stands between what is printed and what comes next, if anything comes.
  private enum Gap {
    case none
    case space
    case newline(indent: Int)
  }

  private let width: Int
  private var output = ""
  private var column = 0
  private var gap = Gap.none
  private var rest: [Rest] = []

  private init(width: Int) {
    self.width = width
  }

  /// The lines of `layout`, joined, without a newline at the end.
  static func text(of layout: Layout, width: Int) -> String {
    var printer = LayoutPrinter(width: width)
    printer.rest = [Rest(layout: layout, indent: 0, breaks: true)]
    while let next = printer.rest.popLast() { printer.place(next) }
    return printer.output
  }

  private mutating func place(_ next: Rest) {
    func push(_ layout: Layout, indent: Int? = nil, breaks: Bool? = nil) {
      rest.append(
        Rest(layout: layout, indent: indent ?? next.indent, breaks: breaks ?? next.breaks))
    }
    switch next.layout.form {
    case .text(let text): write(text)
    case .space: openGap()
    case .line(let isBlank):
      if next.breaks { gap = .newline(indent: next.indent) } else if isBlank { openGap() }
    case .newline: gap = .newline(indent: next.indent)
    case .comment(let text, let isTrailing):
      if isTrailing {
        gap = column == 0 ? .none : .space
      } else {
        gap = .newline(indent: next.indent)
      }
      write(text)
      gap = .newline(indent: next.indent)
    case .indent(let columns, let inside): push(inside, indent: next.indent + columns)
    case .aligned(let inside): push(inside, indent: nextColumn)
    case .group(let inside):
      push(inside, breaks: inside.breaks || !fits(inside))
    case .sequence(let parts):
      for part in parts.reversed() { push(part) }
    }
  }

  private mutating func write(_ text: String) {
    column = nextColumn
    switch gap {
    case .none: break
    case .space: output += " "
    case .newline(let indent):
      if !output.isEmpty { output += "\n" }
      output += String(repeating: " ", count: indent)
    }
    gap = .none
    output += text
    column += text.unicodeScalars.count
  }

  private mutating func openGap() {
    if case .none = gap { gap = .space }
  }

  /// The column at which the next text begins.
  private var nextColumn: Int {
    switch gap {
    case .none: column
    case .space: column + 1
    case .newline(let indent): indent
    }
  }

  /// Whether `layout` fits on the line when it does not break, with what stands behind it up to where
  /// the line may break.
  private func fits(_ layout: Layout) -> Bool {
    var room = width - nextColumn
    var waiting = [Rest(layout: layout, indent: 0, breaks: false)]
    var behind = rest.count
    while room >= 0 {
      guard let next = waiting.popLast() else {
        guard behind > 0 else { return true }
        behind -= 1
        waiting.append(rest[behind])
        continue
      }
      switch next.layout.form {
      case .text(let text): room -= text.unicodeScalars.count
      case .space: room -= 1
      case .line(let isBlank):
        if next.breaks { return true }
        if isBlank { room -= 1 }
      case .newline, .comment: return true
      case .indent(_, let inside), .aligned(let inside), .group(let inside):
        waiting.append(Rest(layout: inside, indent: 0, breaks: next.breaks))
      case .sequence(let parts):
        for part in parts.reversed() {
          waiting.append(Rest(layout: part, indent: 0, breaks: next.breaks))
        }
      }
    }
    return false
  }
}
