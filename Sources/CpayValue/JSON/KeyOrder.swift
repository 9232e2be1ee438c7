/// Which keys the rows have had, and which key came behind which: what stood before a value
/// predicts what stands there in the next row, so that a regular stream costs one comparison a key.
struct KeyOrder: Sendable {
  /// A key that has been met.
  struct Step: Sendable {
    /// What stood before its value the last time.
    fileprivate(set) var opening: Opening
    /// Its column; -1 for a key that no column has.
    let column: Int
    /// Whether the column takes texts.
    let takesTexts: Bool
    /// Whether the column takes whole numbers.
    let takesIntegers: Bool
    /// Whether the column takes objects.
    let takesObjects: Bool
    /// The step that came behind it the last time; -1 where none has.
    fileprivate(set) var follower = -1

    init(_ opening: Opening, column: Int, _ form: ColumnLayout.Form) {
      (self.opening, self.column) = (opening, column)
      takesTexts = form == .string || form == .any
      takesIntegers = form == .integer || form == .any
      takesObjects = form == .object || form == .any
    }
  }

  private(set) var steps: [Step] = []
  /// The step of each column; -1 for one that has not been met.
  private var places: [Int]
  private let forms: [ColumnLayout.Form]
  /// The keys without a column that are kept.
  private var others = 0
  /// The step that rows begin with.
  private(set) var first = -1
  /// The step of the last key of this row; -1 before the first.
  var last = -1

  /// Steps that are tried from the one that is expected, for rows that lack some keys.
  static let tries = 4
  /// Keys without a column that are kept, at most.
  private static let mostOthers = 64

  /// The order of keys of rows with those columns, before any has been met.
  init(_ layout: ColumnLayout) {
    places = Array(repeating: -1, count: layout.columns.count)
    forms = layout.forms
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
        steps.append(Step(opening, column: column, forms[column]))
      }
      return places[column]
    }
    if let place = steps.firstIndex(where: { $0.column < 0 && $0.opening == opening }) {
      return place
    }
    guard others < KeyOrder.mostOthers else { return nil }
    others += 1
    steps.append(Step(opening, column: -1, .any))
    return steps.count - 1
  }
}
