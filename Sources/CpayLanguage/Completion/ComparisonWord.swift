import CpayValue

/// A sign or a word that may stand behind the first side of a comparison.
struct ComparisonWord: Sendable {
  let text: String
  /// What holds where it is true.
  let meaning: String

  /// Whether it is written in letters.
  var isWord: Bool { text.utf8.allSatisfy { $0 >= UInt8(ascii: "a") } }

  static let equality = [
    ComparisonWord(text: "==", meaning: "is the same"),
    ComparisonWord(text: "!=", meaning: "is another, or missing on one side"),
  ]
  static let order = [
    ComparisonWord(text: "<", meaning: "is less, or before it"),
    ComparisonWord(text: "<=", meaning: "is no more"),
    ComparisonWord(text: ">", meaning: "is more, or after it"),
    ComparisonWord(text: ">=", meaning: "is no less"),
  ]
  static let membership = [
    ComparisonWord(text: "in", meaning: "is one of a list"),
    ComparisonWord(text: "not", meaning: "`not in`: is none of a list"),
  ]
  static let joining = [
    ComparisonWord(text: "and", meaning: "both hold"),
    ComparisonWord(text: "or", meaning: "one holds"),
  ]
  static let texts = [
    ComparisonWord(text: "contains", meaning: "has a text in it"),
    ComparisonWord(text: "matches", meaning: "has that form, `*` for anything"),
  ]
}

extension FieldType {
  /// What values of the type can be compared with, those first that fit them best.
  var operators: [ComparisonWord] {
    switch type {
    case .bool: ComparisonWord.joining + ComparisonWord.equality
    case .list: [ComparisonWord(text: "contains", meaning: "has a value in it")]
    case .record, .map, .object, .mixed, .file, .null: ComparisonWord.equality
    case .open:
      ComparisonWord.equality + ComparisonWord.order + ComparisonWord.membership
        + ComparisonWord.texts
    case .string:
      ComparisonWord.equality + ComparisonWord.membership + ComparisonWord.texts
        + ComparisonWord.order
    default:
      ComparisonWord.equality
        + (type.isText
          ? ComparisonWord.membership + ComparisonWord.texts
          : (type.hasOrder ? ComparisonWord.order : []) + ComparisonWord.membership)
    }
  }
}
