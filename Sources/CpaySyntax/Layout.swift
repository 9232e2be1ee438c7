/// A text whose line breaks are still open: what stands on one line if it fits, and where it breaks
/// if it does not.
struct Layout: Sendable {
  indirect enum Form: Sendable {
    case text(String)
    case space
    /// A newline where the group around it breaks; otherwise a blank, or nothing.
    case line(isBlank: Bool)
    /// A newline.
    case newline
    /// A comment, behind what stands on its line or on a line of its own; what comes next begins a
    /// new line.
    case comment(String, isTrailing: Bool)
    /// Lines that begin that many columns further to the right.
    case indent(Int, Layout)
    /// Lines that begin where this begins.
    case aligned(Layout)
    /// What breaks at all its lines or at none.
    case group(Layout)
    case sequence([Layout])
  }

  let form: Form
  /// Whether it takes more than one line however wide the lines are.
  let breaks: Bool

  private init(_ form: Form, breaks: Bool = false) {
    self.form = form
    self.breaks = breaks
  }

  static let space = Layout(.space)
  static let line = Layout(.line(isBlank: true))
  static let softLine = Layout(.line(isBlank: false))
  static let newline = Layout(.newline, breaks: true)

  static func text(_ text: String) -> Layout { Layout(.text(text)) }

  static func comment(_ text: String, isTrailing: Bool) -> Layout {
    Layout(.comment(text, isTrailing: isTrailing), breaks: true)
  }

  static func indent(_ columns: Int, _ inside: Layout) -> Layout {
    Layout(.indent(columns, inside), breaks: inside.breaks)
  }

  static func aligned(_ inside: Layout) -> Layout {
    Layout(.aligned(inside), breaks: inside.breaks)
  }

  static func group(_ inside: Layout) -> Layout {
    Layout(.group(inside), breaks: inside.breaks)
  }

  static func sequence(_ parts: [Layout]) -> Layout {
    Layout(.sequence(parts), breaks: parts.contains(where: \.breaks))
  }
}
