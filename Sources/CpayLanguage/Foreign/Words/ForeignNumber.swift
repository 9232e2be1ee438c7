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
    "mille": 1000, "mil": 1000,
  ]

  /// The number that begins at `index`; nil where none does, or it is larger than any amount.
  init?(_ words: [ForeignWord], at index: Int) {
    var (whole, part, place) = (0, Int?.none, index)
    while place < words.count, place < index + 12 {
      let word = words[place].lower
      let next = place + 1 < words.count ? words[place + 1].lower : ""
      if let number = ForeignNumber.small[word] {
        // twenty five, but not five twenty
        if let part, part % 100 != 0 && (part % 10 != 0 || number > 9) { break }
        part = (part ?? 0) + number
      } else if let number = ForeignNumber.large[word] {
        let times = (part ?? (whole == 0 ? 1 : 0)).multipliedReportingOverflow(by: number)
        guard !times.overflow, times.partialValue < 1_000_000_000_000 else { return nil }
        if number == 100 {
          part = times.partialValue
        } else {
          whole += times.partialValue
          part = nil
        }
      } else if ["a", "an"].contains(word), place == index, ForeignNumber.large[next] != nil {
        part = 1
      } else if word == "and" || word == "-" && words[place].isGlued, place > index,
        ForeignNumber.small[next] != nil
      {
        place += 1
        continue
      } else {
        break
      }
      place += 1
    }
    guard place > index else { return nil }
    (value, length) = (whole + (part ?? 0), place - index)
  }
}
