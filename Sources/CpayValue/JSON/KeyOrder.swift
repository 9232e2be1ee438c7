/// Which keys the rows have had, and which key came behind which: what stood before a value
/// predicts what stands there in the next row, so that a regular stream costs one comparison a key.
struct KeyOrder: Sendable {
  /// A key that has been met.
  private struct Step: Sendable {
    /// What stood before its value the last time.
    var opening: Opening
    /// Its column; -1 for a key that no column has.
    let column: Int
    /// The step that came behind it the last time; -1 where none has.
    var follower = -1
  }

  private var steps: [Step] = []
  /// The step of each column; -1 for one that has not been met.
  private var places: [Int]
  /// The keys without a column that are kept.
  private var others = 0
  /// The step that rows begin with.
  private var first = -1
  /// The step of the last key of this row; -1 before the first.
  private var last = -1

  /// Steps that are tried from the one that is expected, for rows that lack some keys.
  private static let tries = 4
  /// Keys without a column that are kept, at most.
  private static let mostOthers = 64

  /// The order of keys of rows with so many columns, before any has been met.
  init(columns: Int) {
    places = Array(repeating: -1, count: columns)
  }

  /// Begins a row.
  @inline(__always)
  mutating func beginRow() {
    last = -1
  }

  /// Where the value begins and the column of its key, -1 for none, where what stands at `position`
  /// is what was expected there; nil where it has to be read.
  @inline(__always)
  mutating func expected(
    at position: Int, isFirst: Bool, _ bytes: Span<UInt8>
  ) -> (value: Int, column: Int)? {
    // A key that once came first may come later, and the other way round, behind another sign.
    guard position <= bytes.count - Opening.size,
      bytes[position] == (isFirst ? UInt8(ascii: "{") : UInt8(ascii: ","))
    else { return nil }
    var place = last < 0 ? first : steps[last].follower
    var tries = KeyOrder.tries
    while place >= 0, tries > 0 {
      if steps[place].opening.stands(at: position, bytes) {
        last = place
        return (position + steps[place].opening.length, steps[place].column)
      }
      place = steps[place].follower
      tries -= 1
    }
    return nil
  }

  /// Remembers what stood before the value of a key that was read.
  mutating func learn(_ range: Range<Int>, _ bytes: Span<UInt8>, column: Int?) {
    let opening = Opening(range, bytes)
    guard let place = place(of: opening, column) else { return }
    steps[place].opening = opening
    if last < 0 { first = place } else { steps[last].follower = place }
    last = place
  }

  /// The step of a key, which is added where it is new; nil where too many have been met.
  private mutating func place(of opening: Opening, _ column: Int?) -> Int? {
    if let column {
      if places[column] < 0 {
        places[column] = steps.count
        steps.append(Step(opening: opening, column: column))
      }
      return places[column]
    }
    if let place = steps.firstIndex(where: { $0.column < 0 && $0.opening == opening }) {
      return place
    }
    guard others < KeyOrder.mostOthers else { return nil }
    others += 1
    steps.append(Step(opening: opening, column: -1))
    return steps.count - 1
  }
}
