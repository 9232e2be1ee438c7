import CpayLanguage
import CpayRuntime
import Glibc
import Synchronization
import Testing

@testable import CpayShell

@Suite struct FileAccessTests {
  let folder: ScratchDirectory
  let files: FileAccess

  init() throws {
    folder = try ScratchDirectory()
    files = FileAccess(folder: folder.path)
  }

  private func save(_ text: String, to name: String, in files: FileAccess) throws(FileFailure) {
    let sink = try files.store.create(name)
    try sink.write(Array(text.utf8))
    try sink.commit()
  }

  private func text(_ name: String, in files: FileAccess) throws(FileFailure) -> String {
    String(decoding: try files.store.read(name, upTo: 1 << 20), as: UTF8.self)
  }

  private func names() -> [String] {
    var names: [String] = []
    guard let directory = unsafe opendir(folder.path) else { return names }
    defer { unsafe _ = closedir(directory) }
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        // The name is an array of characters there, which Swift has as a tuple.
        unsafe String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  @Test func `a tilde is the home folder`() throws {
    let home = FileAccess(folder: "/nowhere", home: folder.path)
    try save("id", to: "~/a.csv", in: home)
    #expect(try text("~/a.csv", in: home) == "id")
    #expect(names() == ["a.csv"])
    #expect(try home.absolute("~/a.csv") == folder.path + "/a.csv")
    #expect(!"~".isFileName)
  }

  @Test func `a large file is read no further once someone asked to stop`() throws {
    let rows = "id,n\n" + String(repeating: "dp_a1,5\n", count: 400_000)
    try save(rows, to: "large.csv", in: files)
    let asked = Mutex(0)
    var stopping = files
    stopping.isStopped = {
      asked.withLock { count in
        count += 1
        return count > 2
      }
    }
    #expect(
      stopping.look(at: "large.csv", form: RecordForm(), schema: nil) == .failure(.interrupted))
    #expect(asked.withLock { $0 } == 3)
    stopping.isStopped = { false }
    let look = try stopping.look(at: "large.csv", form: RecordForm(), schema: nil).get()
    #expect(look?.fields.map(\.name) == ["id", "n"], "it is looked at anew")
  }

  @Test func `writes a new file and reads it back`() throws {
    try save("id\ndp_1\n", to: "won.csv", in: files)
    #expect(try text("won.csv", in: files) == "id\ndp_1\n")
    #expect(names() == ["won.csv"])
  }

  @Test func `the old file stands until the new one is whole, and keeps its permissions`() throws {
    let path = folder.path + "/won.csv"
    folder.write("old", to: path)
    folder.setMode(path, 0o640)
    let sink = try files.store.create("won.csv")
    try sink.write(Array("new".utf8))
    #expect(try text("won.csv", in: files) == "old")
    try sink.commit()
    #expect(try text("won.csv", in: files) == "new")
    #expect(folder.mode(path) == 0o640)
    #expect(names() == ["won.csv"])
  }

  @Test func `a file that is let go half-written leaves nothing behind`() throws {
    folder.write("old", to: folder.path + "/won.csv")
    do {
      let sink = try files.store.create("won.csv")
      try sink.write(Array("half".utf8))
      #expect(names().count == 2)
    }
    #expect(names() == ["won.csv"])
    #expect(try text("won.csv", in: files) == "old")
  }

  @Test(arguments: ["folder", "pipe", "link"])
  func `writes over nothing but a file`(name: String) {
    folder.makeDirectory(folder.path + "/folder")
    folder.makePipe(folder.path + "/pipe")
    folder.write("kept", to: folder.path + "/target")
    folder.makeSymbolicLink(folder.path + "/link", to: folder.path + "/target")
    #expect(throws: FileFailure("it is not a file")) { try save("x", to: name, in: files) }
    #expect(folder.read(folder.path + "/target") == "kept")
  }

  @Test func `says that the folder is missing`() {
    #expect(throws: FileFailure("there is no such folder")) {
      try save("x", to: "nowhere/won.csv", in: files)
    }
  }

  @Test(arguments: [
    ("folder", "it is not a file"), ("pipe", "it is not a file"),
    ("nothing", "there is no such file"), ("a\0b", "the path holds a NUL"),
    ("/dev/zero", "it is not a file"), ("-", "standard input is not free here"),
  ])
  func `reads nothing but a file`(name: String, reason: String) {
    folder.makeDirectory(folder.path + "/folder")
    folder.makePipe(folder.path + "/pipe")
    #expect(throws: FileFailure(reason)) { try text(name, in: files) }
  }

  @Test func `a dash reads standard input to its end`() throws {
    let bytes = [UInt8](repeating: 7, count: FileChunks.maximumBytes + 1)
    let files = FileAccess(folder: folder.path, input: InputStream(bytes))
    var chunks = try files.store.open("-")
    #expect(try chunks.next()?.count == FileChunks.maximumBytes)
    #expect(try chunks.next() == [7])
    #expect(try chunks.next() == nil)
  }

  @Test func `with an overlay, what is written lies elsewhere and is read from there`() throws {
    folder.write("old", to: folder.path + "/won.csv")
    folder.write("lease", to: folder.path + "/lease.json")
    let files = FileAccess(folder: folder.path, overlay: try ScratchFolder())
    try save("new", to: "won.csv", in: files)
    #expect(try text("won.csv", in: files) == "new")
    #expect(try text("lease.json", in: files) == "lease")
    #expect(folder.read(folder.path + "/won.csv") == "old")
    #expect(throws: FileFailure("a transcript writes beside itself only")) {
      try save("x", to: "../won.csv", in: files)
    }
  }
}
