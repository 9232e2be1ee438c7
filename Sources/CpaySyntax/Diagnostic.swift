/// One thing to know of a program or of its results: what was found, and where.
///
/// All that is said of it derives from the finding, so that it can neither be worded twice nor
/// carry an edit that belongs to another place.
public struct Diagnostic: Hashable, Sendable, Error {
  /// Whether the program may run, and how much it matters.
  public enum Severity: String, Hashable, Sendable {
    /// The program is refused.
    case error
    /// The program may run, and perhaps does not do what was meant.
    case warning
    /// Something about results that is not wrong.
    case note
  }

  /// What was found.
  public let finding: any Finding
  /// Where; nil where it is about results rather than a text.
  public let place: Place?
  /// Where the text it is in was used, from the inside out, where that is how it came up.
  public private(set) var uses: [Use] = []
  /// Whether its edit has been found to mend nothing.
  private var isBeyondFix = false
  /// The edit of a larger part that mends it, where its own would not.
  private var mend: Fix?
  /// Whether that is told, in place of what the table says to do.
  private var tellsMend = false
  /// What the finding's table says of it.
  private let wording: Wording

  /// A finding at a place.
  public init(_ finding: any Finding, at place: Place? = nil) {
    self.finding = finding
    self.place = place
    wording = finding.wording
  }

  /// A finding in the text of the program.
  public init(_ finding: any Finding, at range: Range<Int>) {
    self.init(finding, at: Place(range))
  }

  /// Whether the program is refused; what has no code is a note.
  public var severity: Severity { wording.code?.severity ?? .note }

  /// The stable code, `E104`; codes that begin with W are warnings, and notes have none.
  public var code: String? { wording.code?.rawValue }

  /// What was found, as one sentence without its full stop.
  public var message: String { wording.message }

  /// What to do about it; shown beside the marker.
  public var advice: String? {
    guard tellsMend, let mend, wording.replacement != mend.replacement else {
      return wording.advice
    }
    let written = "write `\(mend.replacement)`"
    guard let advice = wording.advice, advice.utf8.count <= Diagnostic.shortAdvice,
      !advice.hasPrefix("write "), !advice.hasPrefix("did you mean "),
      !advice.hasPrefix("here it is ")
    else {
      return written
    }
    return advice.contains("`\(mend.replacement)`") ? advice : "\(written); \(advice)"
  }

  /// The bytes that it is about.
  public var range: Range<Int>? { place?.range }

  /// The text that `range` counts in, where it is not the program's: an evidence file.
  public var source: Source? { place?.source }

  /// The edit that mends it, where there is exactly one that does.
  public var fix: Fix? {
    if let mend { return mend }
    guard !isBeyondFix, let place, let replacement = wording.replacement else { return nil }
    return Fix(at: place, replacement)
  }

  /// Bytes of an advice that can stand beside another, at most.
  package static let shortAdvice = 60

  /// All of it in one line: `note: …`, `warning W110: …`.
  public var line: String {
    "\(severity.rawValue)\(code.map { " \($0)" } ?? ""): \(message)"
  }

  /// The same in `source`, where no text is named yet.
  public func located(in source: Source?) -> Diagnostic {
    guard let place, place.source == nil else { return self }
    return moved(to: Place(place.range, in: source))
  }

  /// The same so many bytes further on in its text.
  public func shifted(by count: Int) -> Diagnostic {
    guard let place else { return self }
    let range = place.range.lowerBound + count..<place.range.upperBound + count
    return moved(to: Place(range, in: place.source))
  }

  /// The same, with one more place where the text it is in was used.
  public func used(_ use: Use) -> Diagnostic {
    var diagnostic = self
    diagnostic.uses.append(use)
    return diagnostic
  }

  /// The same with an edit that mends all of what it is about, which is told where that says more
  /// than its own words do.
  public func mended(by fix: Fix, telling: Bool) -> Diagnostic {
    var diagnostic = self
    (diagnostic.mend, diagnostic.tellsMend) = (fix, telling)
    return diagnostic
  }

  /// The same without an edit.
  public var withoutFix: Diagnostic {
    var diagnostic = self
    diagnostic.isBeyondFix = true
    diagnostic.mend = nil
    return diagnostic
  }

  private func moved(to place: Place) -> Diagnostic {
    var diagnostic = Diagnostic(finding, at: place)
    (diagnostic.uses, diagnostic.isBeyondFix) = (uses, isBeyondFix)
    (diagnostic.mend, diagnostic.tellsMend) = (mend, tellsMend)
    return diagnostic
  }

  /// Whether both say the same of the same place.
  public static func == (one: Diagnostic, other: Diagnostic) -> Bool {
    one.place == other.place && AnyHashable(one.finding) == AnyHashable(other.finding)
  }

  /// Hashes what was found and where.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(place)
    hasher.combine(AnyHashable(finding))
  }
}

/// Bytes of a text.
public struct Place: Hashable, Sendable {
  /// The bytes.
  public let range: Range<Int>
  /// The text they count in, where it is not the program's.
  public let source: Source?

  /// Those bytes of the program, or of another text.
  public init(_ range: Range<Int>, in source: Source? = nil) {
    self.range = range
    self.source = source
  }
}

/// Where a definition or a file was used that something is wrong in.
public struct Use: Hashable, Sendable {
  /// What was used, as messages name it: a definition in its quotes, or the path of a file.
  public let name: String
  /// Where.
  public let place: Place

  /// A use of what is called `name`.
  public init(of name: String, at place: Place) {
    (self.name, self.place) = (name, place)
  }
}

/// An edit that mends a text.
public struct Fix: Hashable, Sendable {
  /// What to replace.
  public let place: Place
  /// What to put there.
  public let replacement: String

  /// Replaces what stands at `place`.
  public init(at place: Place, _ replacement: String) {
    self.place = place
    self.replacement = replacement
  }

  /// The text with the edit, which is the one that the place counts in.
  public func applied(to source: Source) -> Source {
    var bytes = source.bytes
    bytes.replaceSubrange(
      place.range.clamped(to: 0..<bytes.count), with: Array(replacement.utf8))
    return Source(name: source.name, bytes: bytes)
  }
}

/// What was found: a case that holds the facts.
///
/// The words of all cases stand in one table.
public protocol Finding: Hashable, Sendable {
  /// What is said of it.
  var wording: Wording { get }
}

/// What is said of a finding.
public struct Wording: Sendable {
  /// What kind of mistake it is; nil for a note.
  public let code: (any DiagnosticCode)?
  /// What was found, as one sentence without its full stop.
  public let message: String
  /// What to do about it.
  public let advice: String?
  /// What to put in its place, where that mends it.
  public let replacement: String?

  /// Those words.
  public init(
    code: (any DiagnosticCode)?, _ message: String, advice: String? = nil,
    replacement: String? = nil
  ) {
    self.code = code
    self.message = message
    self.advice = advice
    self.replacement = replacement
  }
}

/// The kinds of mistakes that one table knows; the raw value is what people look up, `E104`.
public protocol DiagnosticCode: RawRepresentable, CaseIterable, Hashable, Sendable
where RawValue == String {
  /// What help and the reference say of it.
  var guide: DiagnosticGuide { get }
}

extension DiagnosticCode {
  /// Whether it refuses a program; codes that begin with W do not.
  public var severity: Diagnostic.Severity {
    rawValue.utf8.first == UInt8(ascii: "W") ? .warning : .error
  }
}

/// What a code stands for: the paragraph that help shows and the reference prints.
public struct DiagnosticGuide: Hashable, Sendable {
  /// What is wrong, in a few words.
  public let title: String
  /// Why it is refused, and what to do about it.
  public let meaning: String
  /// A program that it is said of; nil where none can be shown on a page.
  public let example: String?
  /// What to write instead; nil where there is nothing of the kind to write.
  public let instead: String?

  /// A guide of those texts.
  public init(
    _ title: String, _ meaning: String, _ example: String? = nil, instead: String? = nil
  ) {
    (self.title, self.meaning) = (title, meaning)
    (self.example, self.instead) = (example, instead)
  }
}
