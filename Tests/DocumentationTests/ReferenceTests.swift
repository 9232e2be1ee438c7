import CpayLanguage
import CpayModel
import CpayRuntime
import CpayShell
import CpaySyntax
import FoundationEssentials
import Testing

/// The language's reference says what the code does.
@Suite struct ReferenceTests {
  /// `CPAY_RECORD=1` writes what is derived and shown into the pages.
  static let isRecording = ProcessInfo.processInfo.environment["CPAY_RECORD"] == "1"

  @Test(arguments: ReferencePage.names)
  func `shows what the code says and does`(_ name: String) async throws {
    let page = try ReferencePage(name)
    let now = try await page.derived().run()
    if ReferenceTests.isRecording { try now.write() }
    #expect(ReferenceTests.isRecording || page.firstDifference(from: now) == nil)
  }

  @Test(arguments: ReferencePage.names)
  func `holds programs that are accepted`(_ name: String) throws {
    for program in try ReferencePage(name).derived().programs {
      let refusal = ReferenceTests.refusal(of: program.text)
      #expect(
        refusal == nil, "\(name):\(program.line): \(refusal?.diagnostics.map(\.message) ?? [])")
    }
  }

  @Test func `every part of the code has its place, once`() throws {
    let parts = try ReferencePage.names.flatMap { try ReferencePage($0).partNames }
    #expect(Set(parts) == Set(ReferenceParts.names))
    #expect(parts.count == ReferenceParts.names.count)
  }

  @Test func `the front page leads to every page`() throws {
    let front = try ReferencePage("CpayLanguage.md").text
    #expect(ReferencePage.names.count >= 10)
    for name in ReferencePage.names {
      #expect(front.contains("- <doc:\(name.dropLast(3))>"), "\(name)")
    }
  }

  /// Why a program is refused beside the saved examples; nil where it is accepted.
  static func refusal(of text: String) -> Refusal? {
    let files = FileStoreOfExamples()
    do throws(Refusal) {
      _ = try Checker.check(
        Source(text),
        CheckContext(
          catalog: .standard, needsAllowance: false, files: files.read, records: files.look))
      return nil
    } catch {
      return error
    }
  }
}

/// The files of `scripts/examples`, as a check reads them.
struct FileStoreOfExamples: Sendable {
  @Sendable func read(_ path: String) -> Result<[UInt8], FileFailure> {
    FileManager.default.contents(atPath: READMETests.examples + "/" + path)
      .map { .success(Array($0)) } ?? .failure(FileFailure("there is no such file"))
  }

  @Sendable func look(
    _ path: String, _ form: RecordForm, _ schema: Resource?
  ) -> Result<RecordLook?, FileFailure> {
    if path == "-" { return .success(nil) }
    return read(path).flatMap { bytes in
      do throws(RecordError) {
        return .success(
          RecordLook(
            try RecordSchema.infer(
              bytes, format: form.format(of: path) ?? RecordFormat(detecting: bytes),
              cells: form.cells, isWhole: true)))
      } catch {
        return .failure(FileFailure(error.message))
      }
    }
  }
}
