import Testing

@testable import CpaySyntax

@Suite struct TokenTests {
  @Test func `is at most twelve bytes`() {
    #expect(MemoryLayout<Token>.stride <= 12)
  }

  @Test(arguments: [
    ("and", Token.Kind.and), ("or", .or), ("not", .not), ("in", .in), ("contains", .contains),
    ("matches", .matches), ("if", .if), ("then", .then), ("else", .else), ("true", .true),
    ("false", .false), ("null", .null), ("now", .now), ("today", .today),
  ])
  func `knows the reserved words in lower case only`(word: String, kind: Token.Kind) {
    #expect(Token.Kind.reserved(Array(word.utf8)[...]) == kind)
    #expect(kind.isReserved)
    #expect(Token.Kind.reserved(Array(word.uppercased().utf8)[...]) == nil)
    #expect(Token.Kind.reserved(Array("\(word)s".utf8)[...]) == nil)
  }

  @Test(arguments: ["let", "cpay", "allow", "asc", "desc", "where", ""])
  func `leaves other words free`(word: String) {
    #expect(Token.Kind.reserved(Array(word.utf8)[...]) == nil)
    #expect(!Token.Kind.name.isReserved)
  }
}
