import CSystemCalls

/// The columns that a character takes at a terminal: the one rule, for tables and for lines that are
/// edited.
struct CharacterWidth: Hashable, Sendable {
  /// The columns that most terminals give it: a picture made of several is two wide.
  let columns: Int
  /// The most that some terminal gives it, which shows its parts one beside the other.
  let widest: Int

  /// The width of a character that is shown as itself.
  init(_ character: Character) {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else {
      (columns, widest) = (0, 0)
      return
    }
    let sum = scalars.reduce(0) { $0 + $1.columns }
    let isPicture =
      scalars.count > 1
      && scalars.contains { scalar in
        scalar.value == 0xfe0f && first.properties.isEmoji || scalar.value == 0x200d
          || scalar.properties.isEmojiModifier || (0x1f1e6...0x1f1ff).contains(scalar.value)
      }
    columns = isPicture ? 2 : sum
    widest = max(columns, sum)
  }
}

extension Unicode.Scalar {
  /// Columns of a scalar that is shown as itself; newer emoji than the C library knows are wide.
  var columns: Int {
    let width = Int(cpay_display_width(value))
    return width >= 0 ? width : properties.isEmojiPresentation ? 2 : 1
  }
}
