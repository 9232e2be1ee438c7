/// How the numbers in a text are written, as far as that is known of the file it comes from.
public enum NumberForm: Hashable, Sendable {
  /// With a decimal point and without groups, as numbers are everywhere but in some files of cells.
  case point
  /// With that sign, as the program says.
  case said(DecimalSign)
  /// With a decimal point as far as the program says, where the file shows commas.
  case unexpectedComma(CommaNumbers)

  /// How numbers are written in what may be either text.
  public func or(_ other: NumberForm) -> NumberForm {
    switch (self, other) {
    case (.said(.comma), _), (_, .said(.comma)): .said(.comma)
    case (.unexpectedComma, _), (.said, .point): self
    default: other
    }
  }
}

/// The numbers with a decimal comma in a column of a file that is read with a decimal point.
public struct CommaNumbers: Hashable, Sendable {
  /// How many there are.
  public private(set) var count = 0
  /// The first few: where each stands, and what it is.
  public private(set) var shown: [String] = []
  /// Whether no number of the file shows a decimal point, so that the file has commas throughout.
  public var areAll = true

  private static let mostShown = 3

  /// No numbers yet.
  public init() {}

  /// Counts a number that stands at `place`.
  public mutating func add(_ text: String, _ place: @autoclosure () -> String) {
    count += 1
    if shown.count < CommaNumbers.mostShown { shown.append("\(place()): `\(text)`") }
  }
}
