import CpaySyntax

/// A word, number, text or sign of a statement that is being said over again.
struct ForeignWord: Sendable {
  /// What is written.
  let text: String
  /// What the lexer takes it for.
  let kind: Token.Kind
  /// Whether no blank stands before it.
  var isGlued: Bool
  /// Where it stands in the program; nil for one that has been put there.
  var range: Range<Int>?

  /// A word with that text.
  init(
    _ text: String, _ kind: Token.Kind = .name, isGlued: Bool = false, at range: Range<Int>? = nil
  ) {
    (self.text, self.kind, self.isGlued, self.range) = (text, kind, isGlued, range)
  }

  /// The same with nothing between it and what stands before.
  var glued: ForeignWord {
    var word = self
    word.isGlued = true
    return word
  }

  /// The same with a blank before it.
  var spaced: ForeignWord {
    var word = self
    word.isGlued = false
    return word
  }

  /// The text in small letters, as words of other languages are looked for.
  var lower: String { text.lowercased() }

  /// Whether it is a word that begins with a letter, reserved or not.
  var isName: Bool {
    text.utf8.first.map(isNameStart) == true && text.utf8.allSatisfy(isNamePart)
  }

  /// Whether it is a number of digits alone.
  var isDigits: Bool { !text.isEmpty && text.utf8.allSatisfy(isDigit) }

  /// Whether it is a number, or begins as one.
  var hasDigitFirst: Bool { text.utf8.first.map(isDigit) == true }

  /// Whether it is a text in quotes, without holes.
  var isText: Bool { kind == .string || kind == .rawString }

  /// Whether it is a span of time as a program writes it: `48h`.
  var isSpan: Bool {
    let digits = text.prefix { $0.isNumber }
    return !digits.isEmpty && ["s", "m", "h", "d", "w"].contains(text.dropFirst(digits.count))
  }

  /// What a text in quotes says; nil for what is none.
  var saying: String? {
    // The quote that ends it may be missing.
    guard isText, text.utf8.count > 1, text.utf8.first == text.utf8.last else { return nil }
    return TextLiteral.text(text)
  }
}

/// Whether a word is written so; what is not there is not.
func == (word: ForeignWord?, text: String) -> Bool { word?.text == text }
func != (word: ForeignWord?, text: String) -> Bool { word?.text != text }

extension [ForeignWord] {
  /// The words as they are written one after another.
  var joined: String {
    enumerated().map { ($0 == 0 || $1.isGlued ? "" : " ") + $1.text }.joined()
  }

  /// The same with a blank, or none, before the first.
  func beginning(glued: Bool) -> [ForeignWord] {
    guard var first else { return self }
    first.isGlued = glued
    return [first] + dropFirst()
  }

  /// The words of a range of a program, comments left out.
  init(_ tree: SyntaxTree, in range: Range<Int>) {
    self = []
    var isGlued = false
    var text: (start: Int, depth: Int)?
    for token in tree.tokens
    where token.range.lowerBound >= range.lowerBound && token.range.upperBound <= range.upperBound {
      switch token.kind {
      case .textStart, .fileStart:
        text = (text?.start ?? token.range.lowerBound, (text?.depth ?? 0) + 1)
      case .textEnd:
        guard let open = text else { break }
        text = open.depth == 1 ? nil : (open.start, open.depth - 1)
        guard text == nil else { continue }
        let whole = open.start..<token.range.upperBound
        append(ForeignWord(tree.source.text(whole), .textEnd, isGlued: isGlued, at: whole))
        isGlued = true
        continue
      default: break
      }
      guard text == nil else { continue }
      guard !token.kind.isTrivia || token.kind == .invalid else {
        isGlued = false
        continue
      }
      if token.kind == .endOfFile { continue }
      append(
        ForeignWord(
          tree.source.text(token.range), token.kind, isGlued: isGlued && !isEmpty, at: token.range))
      isGlued = true
    }
  }

  /// The words of a text by itself.
  init(reading text: String) {
    let tree = Parser.parse(Source(text))
    self.init(tree, in: 0..<tree.source.bytes.count)
  }

  /// The words of a text by itself, as if none of them stood in the program.
  init(placeless text: String) {
    self = [ForeignWord](reading: text).map { word in
      var word = word
      word.range = nil
      return word
    }
  }

  /// The same with the parts of a path apart, which are one word behind `=`: `metadata.team`.
  var partingPaths: [ForeignWord] {
    flatMap { word in
      guard word.kind == .word, word.text.contains(".") else { return [word] }
      return [ForeignWord](reading: word.text).beginning(glued: word.isGlued)
    }
  }

  /// The place behind the bracket that closes the one at `index`; the end where none does.
  func end(ofBracketAt index: Int) -> Int {
    var depth = 0
    for place in index..<count {
      switch self[place].text {
      case "(", "[", "{", "$(": depth += 1
      case ")", "]", "}": depth -= 1
      default: break
      }
      if depth == 0 { return place + 1 }
    }
    return count
  }

  /// The parts between the signs that stand in no bracket.
  func split(at isSign: (Int) -> Int) -> [[ForeignWord]] {
    var parts: [[ForeignWord]] = [[]]
    var index = 0
    while index < count {
      let length = isSign(index)
      if length > 0 {
        parts.append([])
        index += length
      } else {
        let end =
          ["(", "[", "{", "$("].contains(self[index].text) ? end(ofBracketAt: index) : index + 1
        parts[parts.count - 1] += self[index..<end]
        index = end
      }
    }
    return parts
  }

  /// The parts between commas that stand in no bracket.
  var elements: [[ForeignWord]] { split { self[$0] == "," ? 1 : 0 }.filter { !$0.isEmpty } }

  /// What stands between the brackets that open and close it; itself where none do.
  var unbracketed: [ForeignWord] {
    guard let first, ["(", "[", "{"].contains(first.text), end(ofBracketAt: 0) == count, count > 1,
      [")", "]", "}"].contains(self[count - 1].text)
    else { return self }
    return [ForeignWord](self[1..<count - 1]).beginning(glued: false)
  }
}

/// Reads a text as it would stand in a program, with no blanks between.
func foreignWords(_ texts: String...) -> [ForeignWord] { texts.map { ForeignWord($0) } }

private func isNameStart(_ byte: UInt8) -> Bool {
  byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
}

private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

private func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }
