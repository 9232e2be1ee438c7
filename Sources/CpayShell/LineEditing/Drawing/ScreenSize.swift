import CSystemCalls

/// The size of a screen, which has at least a row of two columns.
struct ScreenSize: Hashable, Sendable {
  var rows = 24
  var columns = 80
}

extension ScreenSize {
  /// The size of the terminal; what it does not tell is the size of old.
  init(of terminal: Int32) {
    let size = cpay_terminal_size(terminal)
    if size.rows > 0 { rows = Int(size.rows) }
    if size.columns > 0 { columns = max(2, Int(size.columns)) }
  }
}
