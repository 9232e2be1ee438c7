/// A number in words: `a thousand`, `two hundred and fifty`, `tausend`.
struct ForeignNumber {
  /// What it comes to.
  let value: Int
  /// How many words it takes.
  let length: Int

  private static let small: [String: Int] = [
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
  ]

  private static let large: [String: Int] = [
    "hundred": 100, "thousand": 1000, "million": 1_000_000, "hundert": 100, "tausend": 1000,
    "mille": 1000,
  ]

  /// What a number may count, and nobody can tell how much that is or it is more than is read here.
  private static let unread: Set<String> = [
    "mil", "grand", "k", "mio", "mln", "mrd", "milliard", "milliarde", "milliarden", "billion",
    "bn",
    "lakh", "crore", "dozen", "hundreds", "thousands", "millions",
  ]

  /// The number that begins at `index`; nil where none does, where the words make none, or it is larger
  /// than any amount.
  init?(_ words: [ForeignWord], at index: Int) {
    var sum = Sum()
    // What there was before an `and`, which may also part two numbers.
    var before: Sum?
    var place = index
    while place < words.count, place < index + 12 {
      let next = place + 1 < words.count ? words[place + 1].lower : ""
      let isJoined =
        place > index && ForeignNumber.small[next] != nil
        && (words[place].lower == "and" || words[place] == "-" && words[place].isGlued)
      let isOne =
        place == index && ["a", "an"].contains(words[place].lower)
        && ForeignNumber.large[next] != nil
      let word = isJoined ? next : isOne ? "one" : words[place].lower
      if isJoined { before = sum }
      if let number = ForeignNumber.small[word] {
        // twenty five, but not five twenty
        guard sum.add(number) else { break }
      } else if let scale = ForeignNumber.large[word] {
        guard sum.multiply(by: scale) else {
          guard let before else { return nil }
          sum = before
          break
        }
      } else {
        break
      }
      place += isJoined ? 2 : 1
      sum.length = place - index
    }
    let end = index + sum.length
    guard sum.length > 0, end == words.count || !ForeignNumber.unread.contains(words[end].lower)
    else { return nil }
    (value, length) = (sum.whole + (sum.part ?? 0), sum.length)
  }

  /// What some words come to so far.
  private struct Sum {
    /// The thousands and millions.
    var whole = 0
    /// What is below the next of them.
    var part: Int?
    /// The last of them, each of which is smaller than the one before.
    var scale = Int.max
    /// How many words there are.
    var length = 0

    /// Adds a number below a hundred; false where the one before leaves it no room.
    mutating func add(_ number: Int) -> Bool {
      if let part, part % 100 != 0 && (part % 10 != 0 || number > 9) { return false }
      part = (part ?? 0) + number
      return true
    }

    /// Multiplies what stands before; false where that is nothing, or a number that has it already.
    mutating func multiply(by scale: Int) -> Bool {
      guard let count = part ?? (whole == 0 ? 1 : nil) else { return false }
      if scale == 100 {
        guard count < 100 else { return false }
        part = count * 100
        return true
      }
      guard scale < self.scale, count > 0 else { return false }
      (whole, part, self.scale) = (whole + count * scale, nil, scale)
      return true
    }
  }
}
