import Testing

@testable import CpayShell

/// Which columns stand beside each other, and which go.
@Suite struct ColumnFitTests {
  /// A table's columns in a few signs: a width, `!` for one that was chosen, `t` for a text.
  private static func columns(_ text: String) -> [ColumnFit.Column] {
    text.split(separator: " ").map { word in
      ColumnFit.Column(
        width: Int(word.filter(\.isNumber)) ?? 0, isChosen: word.contains("!"),
        isText: word.contains("t"))
    }
  }

  @Test(arguments: [
    // What fits stays, whoever chose it.
    ("5 10 10!", 29, [0, 1, 2]),
    // What nobody chose goes first, from the last; what was chosen goes last.
    ("5 10 10 10!", 33, [0, 1, 3]), ("5! 10! 10 10!", 33, [0, 1, 3]),
    ("5 10 10! 10!", 29, [0, 2, 3]), ("5 10! 10! 10!", 29, [0, 1, 2]),
    // The first column says which row it is; two stay.
    ("5 10 10 10!", 17, [0, 3]), ("5 10! 10 10", 17, [0, 1]),
    // Where not even two fit, all are shown another way.
    ("5 10 10 10!", 16, [0, 1, 2, 3]), ("5", 2, [0]), ("", 2, []),
    // A long text is broken between words before columns go.
    ("5 80t 10", 43, [0, 1, 2]), ("5 80t 10", 42, [0, 1]), ("5 24t 10", 42, [0, 1]),
  ])
  func `keeps what was asked for longest`(_ form: String, _ width: Int, _ shown: [Int]) {
    let fit = ColumnFit(Self.columns(form), width: width, mayHide: true, sentences: nil)
    #expect(fit.shown == shown)
  }

  @Test func `hides nothing that was asked for by name`() {
    let fit = ColumnFit(Self.columns("5! 10! 60!t"), width: 20, mayHide: false, sentences: nil)
    #expect(fit.shown == [0, 1, 2] && fit.sentences == 2)
  }
}
