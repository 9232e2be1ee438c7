/// What a text means, for whoever shows it in colour: beside words that say the same, never instead.
package enum Tone: UInt8, Sendable {
  case plain
  /// What stands above others.
  case heading
  /// What is lost, has failed or moves money.
  case alarm
  /// What wants a look soon.
  case caution
  /// What has come out well.
  case good

  /// The text in the colour of its tone; the codes are constants, and the text is safe already.
  func painted(_ text: String) -> String {
    guard let code, !text.isEmpty else { return text }
    return "\u{1b}[\(code)m\(text)\u{1b}[0m"
  }

  private var code: String? {
    switch self {
    case .plain: nil
    case .heading: "1"
    case .alarm: "31"
    case .caution: "33"
    case .good: "32"
    }
  }
}

/// Whether colours are used.
enum ColorChoice: String, CaseIterable, Sendable {
  /// At a terminal that can show them, unless `NO_COLOR` says otherwise.
  case auto
  case always
  case never

  /// Whether that stream is written to in colour, with those variables.
  func holds(for output: OutputStream, _ variables: [String: String]) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto:
      output.isTerminal && variables["NO_COLOR", default: ""].isEmpty
        && !ColorChoice.isDumb(variables)
    }
  }

  /// Whether the terminal can do nothing but show lines.
  static func isDumb(_ variables: [String: String]) -> Bool {
    ["", "dumb"].contains(variables["TERM", default: ""])
  }
}
