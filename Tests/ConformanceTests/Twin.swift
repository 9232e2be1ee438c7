/// An expression written twice: in cpay, and in jq over the row `.` with what ``JQ/prelude`` defines.
struct Twin: Sendable {
  let cpay: String
  let jq: String

  init(_ cpay: String, _ jq: String) {
    (self.cpay, self.jq) = (cpay, jq)
  }

  /// Whether a field of the row takes part: `.name` in jq, and no literal has such a dot.
  var readsField: Bool {
    zip(jq, jq.dropFirst()).contains { $0 == "." && $1.isLetter }
  }

  /// Two sides and what stands between them.
  static func calculation(
    _ sign: String, _ function: String, _ left: Twin, _ right: Twin
  ) -> Twin {
    Twin("(\(left.cpay) \(sign) \(right.cpay))", "\(function)(\(left.jq); \(right.jq))")
  }

  static func choice(_ test: Twin, _ yes: Twin, _ no: Twin) -> Twin {
    Twin(
      "(if \(test.cpay) then \(yes.cpay) else \(no.cpay))",
      "choice(\(test.jq); \(yes.jq); \(no.jq))")
  }

  /// Between conditions: unknown where the test is.
  static func decision(_ test: Twin, _ yes: Twin, _ no: Twin) -> Twin {
    Twin(
      "(if \(test.cpay) then \(yes.cpay) else \(no.cpay))",
      "decision(\(test.jq); \(yes.jq); \(no.jq))")
  }

  static func negation(of inner: Twin) -> Twin {
    Twin("not (\(inner.cpay))", "(\(inner.jq) | negated)")
  }
}
