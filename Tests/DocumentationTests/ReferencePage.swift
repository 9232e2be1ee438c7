import CpayShell
import FoundationEssentials

/// One page of the language's reference: prose, parts derived from the code, and examples that
/// are run.
///
/// A part stands between `<!-- derived: NAME -->` and `<!-- end -->`. A block of kind `cpayt` is a
/// transcript, one of kind `cpay` a program that is accepted.
struct ReferencePage: Sendable {
  let name: String
  var text: String

  static let folder = READMETests.root.appending(
    path: "Sources/CpayLanguage/CpayLanguage.docc")

  static let names: [String] =
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?
    .filter { $0.hasSuffix(".md") && $0 != "CpayLanguage.md" }.sorted() ?? []

  init(_ name: String) throws {
    let bytes = try Data(contentsOf: ReferencePage.folder.appending(path: name))
    (self.name, text) = (name, String(decoding: bytes, as: UTF8.self))
  }

  private var lines: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  func write() throws {
    try Data(text.utf8).write(to: ReferencePage.folder.appending(path: name))
  }

  // MARK: Derived parts

  private static let opening = "<!-- derived: "
  private static let closing = "<!-- end -->"

  /// The names of the parts, in order.
  var partNames: [String] {
    lines.filter { $0.hasPrefix(ReferencePage.opening) }
      .map { String($0.dropFirst(ReferencePage.opening.count).dropLast(" -->".count)) }
  }

  /// The page with its parts as the code has them; a part that nothing derives becomes empty.
  func derived() -> ReferencePage {
    var page = self
    var result: [String] = []
    var isInside = false
    for line in lines {
      if line == ReferencePage.closing { isInside = false }
      if !isInside { result.append(line) }
      guard line.hasPrefix(ReferencePage.opening) else { continue }
      isInside = true
      let name = line.dropFirst(ReferencePage.opening.count).dropLast(" -->".count)
      result += ReferenceParts.lines(String(name))
    }
    page.text = result.joined(separator: "\n")
    return page
  }

  // MARK: Examples

  /// The programs that are accepted, with the line each begins at.
  var programs: [(line: Int, text: String)] {
    var found: [(line: Int, text: String)] = []
    var program: [String]?
    for (index, line) in lines.enumerated() {
      if line == "```cpay" {
        program = []
      } else if line == "```", let ended = program {
        found.append((index + 1 - ended.count, ended.joined(separator: "\n")))
        program = nil
      } else {
        program?.append(line)
      }
    }
    return found
  }

  /// What stands before each transcript: the objects, the clock, the files, tables.
  private static let setting = [
    "//fixture F", "//now 2024-02-06T12:00Z", "//files \(READMETests.examples)",
    "//argv --format table",
  ]

  /// The page with what its transcripts show now.
  func run() async throws -> ReferencePage {
    var page = self
    var result: [String] = []
    var transcript: [String]?
    for line in lines {
      if line == "```cpayt" {
        transcript = []
        result.append(line)
      } else if line == "```", let ended = transcript {
        result += try await ReferencePage.shown(ended)
        result.append(line)
        transcript = nil
      } else if transcript != nil {
        transcript?.append(line)
      } else {
        result.append(line)
      }
    }
    page.text = result.joined(separator: "\n")
    return page
  }

  private static func shown(_ lines: [String]) async throws -> [String] {
    let text = (setting + lines).joined(separator: "\n") + "\n"
    let (_, updated) = try await TranscriptRunner(folder: nil).run(Transcript(text))
    return updated.text.split(separator: "\n", omittingEmptySubsequences: false)
      .dropFirst(setting.count).dropLast().map(String.init)
  }

  /// The first line that differs from another page's, with its number; nil when none does.
  func firstDifference(from other: ReferencePage) -> String? {
    let (mine, others) = (lines, other.lines)
    for index in 0..<max(mine.count, others.count) {
      let (line, otherLine) = (mine[safe: index], others[safe: index])
      if line != otherLine {
        return "\(name):\(index + 1): \(line ?? "the end") — now \(otherLine ?? "the end")"
      }
    }
    return nil
  }
}

extension [String] {
  fileprivate subscript(safe index: Int) -> String? { indices.contains(index) ? self[index] : nil }
}
