import Testing

@testable import CpayShell

@Suite struct EditedTextTests {
  /// A text whose cursor stands where `‸` does.
  private func text(_ marked: String) -> EditedText {
    let scalars = Array(marked.unicodeScalars)
    let cursor = scalars.firstIndex(of: "‸") ?? scalars.count
    return EditedText(scalars.filter { $0 != "‸" }, cursor: cursor)
  }

  private func moved(_ marked: String, _ place: (EditedText) -> Int?) -> String? {
    let text = text(marked)
    return place(text).map { place in
      var scalars = text.scalars
      scalars.insert("‸", at: place)
      return EditedText(scalars, cursor: 0).string
    }
  }

  @Test(arguments: [
    ("ab‸", "a‸b"), ("‸ab", "‸ab"), ("e\u{301}‸x", "‸e\u{301}x"), ("a👍🏽‸", "a‸👍🏽"),
    ("🇫🇷🇩🇪‸", "🇫🇷‸🇩🇪"), ("a\n‸b", "a‸\nb"), ("👨‍👩‍👧‸", "‸👨‍👩‍👧"),
  ])
  func `goes back by what is seen as one character`(from: String, to: String) {
    #expect(moved(from, \.before) == to)
  }

  @Test(arguments: [
    ("a‸b", "ab‸"), ("ab‸", "ab‸"), ("‸e\u{301}x", "e\u{301}‸x"), ("‸👍🏽a", "👍🏽‸a"),
    ("a‸\nb", "a\n‸b"),
  ])
  func `goes on by what is seen as one character`(from: String, to: String) {
    #expect(moved(from, \.after) == to)
  }

  @Test func `goes up and down as far from the start of the line`() {
    #expect(moved("abc\nd‸e") { $0.above($0.column) } == "a‸bc\nde")
    #expect(moved("abc\nd‸e") { $0.above(2) } == "ab‸c\nde")
    #expect(moved("a\nbcd‸") { $0.above($0.column) } == "a‸\nbcd")
    #expect(moved("a‸bc\nde") { $0.below($0.column) } == "abc\nd‸e")
    #expect(moved("abc‸\nd\nx") { $0.below($0.column) } == "abc\nd‸\nx")
    #expect(moved("ab‸c") { $0.above($0.column) } == nil)
    #expect(moved("ab‸c") { $0.below($0.column) } == nil)
    #expect(moved("ab\ne\u{301}x‸") { $0.above($0.column) } == "ab‸\ne\u{301}x")
  }

  @Test func `knows lines and words`() {
    #expect(moved("a\nb‸c\nd", \.lineStart) == "a\n‸bc\nd")
    #expect(moved("a\nb‸c\nd", \.lineEnd) == "a\nbc‸\nd")
    #expect(moved("take dp_1 | ‸", \.wordStart) == "take ‸dp_1 | ")
    #expect(moved("‸ | take 5", \.wordEnd) == " | take‸ 5")
    #expect(moved("e\u{301}te\u{301}‸", \.wordStart) == "‸e\u{301}te\u{301}")
  }
}
