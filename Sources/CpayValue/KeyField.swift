/// A field whose bytes may be a key, or a part of one.
public enum KeyField: Sendable {
  /// One of texts; what is none counts as missing.
  case text(_ slot: Int)
  /// One of whole numbers; what is none counts as missing.
  case integer(_ slot: Int)
  /// One of texts, which are the same in letters of either case where they are codes of currencies.
  case currency(_ slot: Int)
}

extension Batch {
  /// The first row from `index` on in which such a field is missing.
  public func firstRow(from index: Int, lacking field: KeyField) -> Int? {
    let table = storage.fields
    let fields = table.span
    let width = storage.layout.columns.count
    for index in index..<max(index, count) {
      let isThere =
        switch field {
        case .text(let slot), .currency(let slot): fields[place(index) * width + slot].isText
        case .integer(let slot): fields[place(index) * width + slot].kind == .integer
        }
      if !isThere { return index }
    }
    return nil
  }
}
