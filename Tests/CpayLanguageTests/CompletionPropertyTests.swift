import CpayLanguage
import CpaySyntax
import CpayTestSupport
import Testing

/// What holds of completion anywhere in a program.
@Suite struct CompletionPropertyTests {
  static let programs = [
    "disputes status=needs_response | where amount>100000 | submit evidence=@lease.json",
    "disputes | where status == needs_response and amount > 1000eur | select id, amount, evidence",
    "disputes | where evidence_due_by < now + 48h and status in [won, lost] | sort created desc, id",
    "disputes | where not (evidence_due_by >= now) and reason != fraudulent",
    "disputes | summarize by=[status, currency] n=count() total=sum(amount) | sort n desc, status",
    "disputes status=won | select id, when=date(created), k=evidence.receipt | save @lease.json",
    "dispute dp_b2 | draft evidence={customer_name: \"a {id} b\", receipt: file_lease_001}",
    """
    ## Late ones.
    def urgent(within: duration = 48h) = where evidence_due_by < now + $within
    def mine(state: dispute_status?, who: list<id<charge>>) = where charge in $who
    disputes | urgent within=24h | mine state=won who=[ch_1]
    """,
    """
    let leases = read @leases.csv format=csv
    disputes ids=[dp_a1, dp_b2] missing=drop
    | join $leases on=charge kind=left # ein Kommentar mit ü
    | where lease_file == null or tenant == "é"
    | chart charge amount kind=bar
    """,
    """
    cpay 1
    allow submit, close
    use @lib.cpay
    param cap: int = 50
    require count($(disputes)) <= $cap, "{count($(charges))} are due; raise --cap"
    explain disputes | expand charge | where charge.customer != null | take 5
    dispute dp_a1 | close | apply max=1 on_error=stop
    """,
    "disputes | where if amount > 5eur then status == won else currency == eur | uniq by=charge",
    "events type=dispute.created | take 3 | as ndjson",
  ]

  /// How much the lexer refuses.
  static func lexicalErrors(_ bytes: [UInt8]) -> Int {
    Parser.parse(Source(name: nil, bytes: bytes)).diagnostics.count { diagnostic in
      switch diagnostic.finding as? SyntaxProblem {
      case .unclosedText, .hiddenCharacter, .notUTF8, .foreignSign, .unexpectedCharacter,
        .textAfterQuote, .badEscape, .longLiteral:
        true
      case .expected(let what, _): what.contains("after `")
      default: false
      }
    }
  }

  /// One candidate of each kind and form.
  static func samples(_ candidates: [Completion.Candidate]) -> [Completion.Candidate] {
    var forms: Set<String> = []
    return candidates.filter { candidate in
      let ends = "\(candidate.text.first ?? " ")\(candidate.text.last ?? " ")"
      let signs = ends.filter { !$0.isLetter && $0 != "_" }
      return forms.insert("\(candidate.kind)\(signs)").inserted
    }
  }

  static func problem(_ bytes: [UInt8], at offset: Int) -> String? {
    let before = lexicalErrors(bytes)
    for candidate in samples(CompletionTests.candidates(bytes, at: offset)) {
      guard candidate.range.lowerBound <= offset, candidate.range.upperBound >= offset,
        candidate.range.upperBound <= bytes.count
      else { return "\(candidate) does not lie around \(offset)" }
      var applied = bytes
      applied.replaceSubrange(candidate.range, with: candidate.text.utf8)
      guard lexicalErrors(applied) <= before else {
        return "\(candidate.text) at \(offset) makes\n\(String(decoding: applied, as: UTF8.self))"
      }
    }
    return nil
  }

  @Test(arguments: programs)
  func `no candidate breaks a word, wherever the text ends`(program: String) {
    let bytes = Array(program.utf8)
    for end in 0...bytes.count {
      #expect(CompletionPropertyTests.problem(Array(bytes[..<end]), at: end) == nil)
    }
  }

  @Test(arguments: programs)
  func `no candidate breaks a word, wherever the cursor is`(program: String) {
    let bytes = Array(program.utf8)
    for offset in 0...bytes.count {
      #expect(CompletionPropertyTests.problem(bytes, at: offset) == nil)
    }
  }

  @Test func `any bytes are completed without a crash`() {
    let seed: UInt64 = 412
    var generator = SeededGenerator(seed: seed)
    let alphabet = CompletionPropertyTests.programs.flatMap { Array($0.utf8) }
    for _ in 0..<1500 {
      let program = Array(generator.pick(CompletionPropertyTests.programs).utf8)
      let bytes = generator.mutated(program, alphabet: alphabet)
      let offset = Int.random(in: 0...bytes.count, using: &generator)
      for candidate in CompletionTests.candidates(bytes, at: offset) {
        #expect(candidate.range.upperBound <= bytes.count, "seed \(seed)")
      }
    }
  }

  /// A mistake that a check tells, by its code and the bytes it is about.
  struct Mistake: Hashable, CustomStringConvertible {
    let code: String
    let range: Range<Int>
    var description: String { "\(code) at \(range)" }
  }

  /// The mistakes before the byte `end` of a text.
  static func mistakes(_ bytes: [UInt8], before end: Int) -> Set<Mistake> {
    let source = Source(name: nil, bytes: bytes)
    do throws(Refusal) {
      _ = try Checker.check(source, CompletionTests.context)
      return []
    } catch {
      return Set(
        error.diagnostics.compactMap { diagnostic in
          guard diagnostic.severity == .error, let place = diagnostic.place,
            place.source == nil || place.source == source, place.range.upperBound <= end,
            !place.range.isEmpty
          else { return nil }
          return Mistake(code: diagnostic.code ?? "", range: place.range)
        })
    }
  }

  /// What a candidate taken at the end of a text makes wrong before its own end.
  ///
  /// A command or a field may want more behind it, and is wrong until it has that; no field and no
  /// variable may be unknown even so.
  static func misfit(_ bytes: [UInt8]) -> String? {
    for candidate in samples(CompletionTests.candidates(bytes, at: bytes.count)) {
      if candidate.text.hasSuffix("/") || candidate.text.hasSuffix("/\"") { continue }
      let start = candidate.range.lowerBound
      let applied = Array(bytes[..<start]) + Array(candidate.text.utf8)
      let before = mistakes(Array(bytes[..<start]), before: start)
        .union(mistakes(bytes, before: start))
      let new = mistakes(applied, before: applied.count).subtracting(before)
        .filter { !unfinished.contains($0.code) }
      let isWhole = [.member, .choice, .unit, .id].contains(candidate.kind)
      if let mistake = new.first(where: {
        isWhole || $0.range.upperBound <= start || unknownNames.contains($0.code)
      }) {
        return "\(candidate.text) (\(candidate.kind)): \(mistake) in "
          + String(decoding: applied, as: UTF8.self)
      }
    }
    return nil
  }

  /// The codes of what is open or missing at the end, and of files that are not there: a text that
  /// does not parse yet is not told of them.
  static let unfinished: Set<String> = ["E003", "E103", "E501"]

  /// The codes of fields and variables that mean nothing.
  static let unknownNames: Set<String> = ["E104", "E108"]

  @Test(arguments: programs)
  func `a candidate taken at the end makes nothing wrong before it`(program: String) {
    let bytes = Array(program.utf8)
    for end in 0...bytes.count {
      #expect(CompletionPropertyTests.misfit(Array(bytes[..<end])) == nil)
    }
  }

  /// The words of a program that are no new names, numbers or parts of texts, with where they
  /// start and the candidates that mean them.
  static func words(of program: String) -> [(offset: Int, text: String)] {
    let source = Source(program)
    let tokens = Parser.parse(source).tokens.filter { !$0.kind.isTrivia }
    var command = ""
    var words: [(Int, String)] = []
    for (place, token) in tokens.enumerated() {
      let text = source.text(token.range)
      let before = place > 0 ? source.text(tokens[place - 1].range) : "|"
      let next = tokens.indices.contains(place + 1) ? tokens[place + 1] : token
      if [.pipe, .terminator, .openPipeline].contains(place > 0 ? tokens[place - 1].kind : .pipe) {
        command = text
      }
      let isFormal = next.kind == .colon && command == "def"
      let isNew = ["let", "def", "param"].contains(before) || isFormal
      switch token.kind {
      case .argumentName where !["select", "summarize", "set"].contains(command) || text == "by":
        words.append((token.range.lowerBound, text + "="))
      case .name
      where next.kind == .openParenthesis && next.range.lowerBound == token.range.upperBound:
        if !isNew { words.append((token.range.lowerBound, text + "(")) }
      case .name where !isNew, .variable, .file: words.append((token.range.lowerBound, text))
      case .word where text.utf8.allSatisfy({ $0 > 0x39 || $0 == 0x2e }):
        words.append((token.range.lowerBound, text))
      default: break
      }
    }
    return words
  }

  @Test(arguments: programs)
  func `the word that stands somewhere is a candidate there`(program: String) {
    let words = CompletionPropertyTests.words(of: program)
    #expect(words.count > 4)
    for (offset, text) in words {
      let found = CompletionTests.candidates(Array(program.utf8), at: offset).map(\.text)
      let isPath = text.split(separator: ".").first.map { found.contains(String($0)) } == true
      #expect(found.contains(text) || isPath, "\(text) at \(offset) is not in \(found)")
    }
  }
}
