extension OutputStream {
  /// The columns that help is broken at.
  var helpWidth: Int { isTerminal ? width() : 160 }
}
