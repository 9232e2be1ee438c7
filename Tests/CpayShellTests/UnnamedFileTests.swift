import CpayLanguage
import Glibc
import Testing

@testable import CpayRuntime
@testable import CpayShell

@Suite struct UnnamedFileTests {
  let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
  }

  @Test func `gives back what it was given, and no one finds it`() throws {
    let file = try FileAccess(folder: nil, temporary: folder.path).store.makeTemporary()
    let all = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    try file.append(Array(all[..<100_000]))
    try file.append(Array(all[100_000...]))
    for range in [0..<300_000, 0..<0, 99_999..<100_001, 299_999..<300_000] {
      #expect(try file.read(range) == Array(all[range]))
    }
    // An empty folder can be taken away.
    #expect(unsafe rmdir(folder.path) == 0)
    #expect(throws: FileFailure("it was cut short")) { try file.read(299_999..<300_001) }
  }

  @Test func `a folder that is not there is named, and how to name another`() {
    let files = FileAccess(folder: nil, temporary: folder.path + "/none")
    #expect(
      throws: FileFailure(
        "there is no such folder (in \(folder.path)/none; TMPDIR names another folder)")
    ) {
      _ = try files.store.makeTemporary()
    }
    #expect(FileAccess(folder: nil).temporaryFolder == "/tmp")
    #expect(FileAccess(folder: nil, temporary: "").temporaryFolder == "/tmp")
  }
}
