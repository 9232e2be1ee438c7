extension LibEditLineEditor {
  /// Begins a search; as the commands of vi have it, Enter only fetches what it finds.
  func search(_ direction: HistorySearch.Direction, isFetching: Bool) {
    mode = .searching(
      HistorySearch(help.history() ?? history.entries, direction), before: engine.text,
      isFetching: isFetching)
  }

  /// Goes on with a search; false for a key that ends it and is still to be done.
  func continueSearch(
    _ search: HistorySearch, _ before: EditedText, isFetching: Bool, _ key: Key
  ) -> Bool {
    var search = search
    switch key {
    case .character("\u{12}"), .named(.up, _): search.next(.older)
    case .character("\u{13}"), .named(.down, _): search.next(.newer)
    case .character("\u{7f}"), .character("\u{8}"), .named(.backspace, _): search.removeLast()
    case .character("\u{7}"), .character("\u{1b}"):
      mode = .typing
      perform(.replace(before))
      return true
    case .character("\r") where search.hasFailed || isFetching,
      .character("\n") where search.hasFailed || isFetching:
      mode = .typing
      return true
    case .character(let scalar) where scalar.value >= 0x20: search.add(String(scalar))
    case .paste(let text): search.add(text)
    case .ignored: return true
    default:
      mode = .typing
      return false
    }
    mode = .searching(search, before: before, isFetching: isFetching)
    perform(.replace(match(of: search) ?? before))
    return true
  }

  /// The entry found, with the cursor where the pattern lies.
  private func match(of search: HistorySearch) -> EditedText? {
    guard let match = search.match, let range = search.range ?? (search.hasFailed ? 0..<0 : nil)
    else { return nil }
    let place = String(decoding: match.utf8.prefix(range.lowerBound), as: UTF8.self)
    return EditedText(Array(match.unicodeScalars), cursor: place.unicodeScalars.count)
  }

  /// What stands behind the prompt, which goes on telling the account, while an entry is searched for.
  func label(of search: HistorySearch) -> String {
    let way = search.direction == .older ? "search back" : "search forward"
    return "\(search.hasFailed ? "no match, " : "")\(way) ‘\(search.pattern)’: "
  }
}
