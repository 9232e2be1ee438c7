import Testing

@testable import CpayShell

@Suite struct HistorySearchTests {
  private func search(_ entries: String..., for pattern: String) -> HistorySearch {
    var search = HistorySearch(entries, .older)
    for character in pattern { search.add(String(character)) }
    return search
  }

  @Test func `finds the newest first, each text once`() {
    var search = search("count", "take 1", "count", "x", for: "t")
    #expect(search.match == "count")
    search.next(.older)
    #expect(search.match == "take 1")
    search.next(.older)
    #expect(search.match == "take 1" && search.hasFailed)
    search.next(.newer)
    #expect(search.match == "count" && !search.hasFailed)
  }

  @Test func `keeps a match that still holds, and goes back with the pattern`() {
    var search = search("take 1", "take 22", for: "take")
    #expect(search.match == "take 22")
    for character in " 1" { search.add(String(character)) }
    #expect(search.match == "take 1")
    search.removeLast()
    #expect(search.match == "take 22")
    for _ in 0..<9 { search.removeLast() }
    #expect(search.match == nil && search.pattern.isEmpty)
  }

  @Test func `capitals count when there are any`() {
    #expect(search("Take", "TAKE", for: "tak").match == "TAKE")
    #expect(search("Take", "TAKE", for: "Tak").match == "Take")
    #expect(search("Été", for: "é").range == 0..<2)
  }

  @Test func `finds nothing where nothing is`() {
    #expect(search(for: "x").match == nil)
    let search = search("abc", for: "abd")
    #expect(search.match == "abc" && search.hasFailed && search.range == nil)
  }
}
