import CpayLanguage
import CpayRuntime
import CpayTestSupport
import Testing

@Suite struct FileStoreTests {
  @Test func `reads the whole of a file that comes in pieces`() throws {
    let store = MemoryFiles(["a": String(repeating: "x", count: FileChunks.maximumBytes + 7)]).store
    #expect(try store.read("a", upTo: 2 << 20).count == FileChunks.maximumBytes + 7)
  }

  @Test(arguments: [3, 2, 0])
  func `a file may be as large as is said and no larger`(maximum: Int) throws {
    let store = MemoryFiles(["a": "abc"]).store
    if maximum == 3 {
      #expect(try store.read("a", upTo: maximum) == Array("abc".utf8))
    } else {
      #expect(throws: FileFailure("it is larger than 0 MiB", isTooLarge: true)) {
        try store.read("a", upTo: maximum)
      }
    }
  }

  @Test func `a host without files refuses to read and to write`() {
    #expect(throws: FileFailure("this host has no files")) {
      try FileStore.none.read("a", upTo: 1)
    }
    #expect(throws: FileFailure("this host has no files")) {
      let sink = try FileStore.none.create("a")
      try sink.commit()
    }
  }

  @Test func `a file is there once it is committed`() throws {
    let files = MemoryFiles(["a": "old"])
    let sink = try files.store.create("a")
    try sink.write(Array("new".utf8))
    #expect(files["a"] == Array("old".utf8))
    try sink.commit()
    #expect(files["a"] == Array("new".utf8))
  }
}
