import CpayClient
import CpayTestSupport
import Foundation
import Glibc
import Testing

@testable import CpayShell

/// Profiles as files: what is read, what is refused, and who else may read them.
@Suite struct ProfileTests {
  private static let whole = """
    # kept by hand
    origin: https://api.casapay.com/v1
    mode: live
    key:
      command: [pass, show, "casapay/live"]
    limit: 25
    keeps_keys: no
    ledger: /var/ledgers/one
    proxy: http://proxy.office.example:3128
    ca_file: /etc/ssl/office.pem
    """

  @Test func `every field has its place`() throws {
    let profile = try Profile("acme", "acme.yaml", Array(ProfileTests.whole.utf8))
    #expect(profile.origin == .casapay)
    #expect(profile.mode == .live)
    #expect(profile.key == .command(["pass", "show", "casapay/live"]))
    #expect(profile.limit == 25 && profile.keepsKeys == false)
    #expect(profile.ledger == "/var/ledgers/one")
    #expect(profile.route.proxy?.description == "http://proxy.office.example:3128")
    #expect(profile.route.authorities == "/etc/ssl/office.pem")
    let again = try Profile("acme", "acme.yaml", Array(profile.text.utf8))
    #expect(again == profile)
  }

  @Test(arguments: [
    KeySource.file("acme"), .file("/a b/\"key\".txt"), .command(["x", "*y", "a: b", "", "ü#1"]),
    .variable("NAME"), .file("/R &D/*"), .command(["x", "&a", "*b", "# c", "'", "it''s"]),
  ])
  func `what is written is read again`(key: KeySource) throws {
    let profile = Profile(
      name: "a", origin: .loopback(port: 8080), mode: .test, key: key, keepsKeys: true)
    #expect(try Profile("a", "a.yaml", Array(profile.text.utf8)) == profile)
  }

  @Test(arguments: [
    ("mode: test\nkey: {file: a}", "`origin` is missing"),
    ("origin: https://x\nkey: {file: a}", "`mode` is test or live"),
    ("origin: https://x\nmode: real\nkey: {file: a}", "`mode` is test or live"),
    ("origin: https://x\nmode: test", "one of `file:`, `command:` and `env:`"),
    ("origin: https://x\nmode: test\nkey: {file: a, env: B}", "one of `file:`"),
    ("origin: https://x\nmode: test\nkey: sk_test_CANARY", "the key itself does not stand here"),
    ("orign: https://x\nmode: test\nkey: {file: a}", "no field `orign`; did you mean `origin`?"),
    ("origin: https://x\nmode: test\nkey: {fil: a}", "no field `key.fil`"),
    ("origin: https://x\nmode: test\nkey: {file: a}\nuntil: 2", "no field `until`"),
    ("origin: http://example.com\nmode: test\nkey: {file: a}", "`origin` is no base URL"),
    ("origin: https://x\nmode: test\nkey: {file: ../a}", "`key.file` is a path from the root"),
    ("origin: https://x\nmode: test\nkey: {command: pass show}", "`key.command` is a list"),
    ("origin: https://x\nmode: test\nkey: {command: []}", "`key.command` is a list"),
    ("origin: [a]\nmode: test\nkey: {file: a}", "`origin` is a text"),
    ("origin: https://x\nmode: test\nkey: {file: a}\nlimit: 0", "`limit` is a number"),
    ("origin: https://x\nmode: test\nkey: {file: a}\nlimit: many", "`limit` is a number"),
    ("origin: https://x\nmode: test\nkey: {file: a}\nkeeps_keys: maybe", "`keeps_keys` is yes"),
    ("origin: https://x\nmode: test\nkey: {file: a}\nledger: here", "`ledger` is a path"),
    ("origin: https://x\nmode: test\nkey: {file: a}\nproxy: socks://x:1", "`proxy` is written"),
    ("origin: https://x\nmode: test\nkey: {file: a}\nproxy: http://u:CANARY@x:1", "`proxy` is"),
    ("origin: https://x\norigin: https://y\nmode: test\nkey: {file: a}", "no YAML"),
    ("- a\n- b", "no YAML"), ("origin: \"", "line 1 has a text that goes on"),
    ("", "`origin` is missing"),
    ("# nothing", "`origin` is missing"), ("a: &b [1]\nc: *b", "line 1 has an anchor"),
    ("a: '#' \nb: {c: &d x}", "line 2 has an anchor"), ("a: [\"#\", &b x]", "line 1 has an anchor"),
    ("a: [b 'c, &d x']", "line 1 has an anchor"), ("a: ['b', *c]", "line 1 has an anchor"),
    ("a: {\"b\":&c x}", "line 1 has an anchor"), ("a: [b\n 'c, &d x']", "line 2 has an anchor"),
    ("- - &a x", "line 1 has an anchor"), ("? &a b\n: c", "line 1 has an anchor"),
    ("a: !!str &b x", "line 1 has an anchor"), ("&a b: c", "line 1 has an anchor"),
    ("a: |\n  'x\nb: &c y", "line 1 begins a text of several lines"),
    ("a: 'b\n  &c'", "line 1 has a text that goes on"),
    ("a: \"b\\\"\n  *c\"", "line 1 has a text that goes on"),
    ("origin: https://x\u{202e}", "line 1 holds a sign that cannot be seen"),
  ])
  func `what is wrong is said, and nothing is passed over`(text: String, says: String) {
    #expect {
      try Profile("acme", "/c/acme.yaml", Array(text.utf8))
    } throws: { error in
      let error = error as? ConnectionError
      #expect(error?.message.contains("CANARY") == false)
      #expect(error?.message.hasPrefix("/c/acme.yaml: ") == true, "\(error?.message ?? "")")
      return error?.status == .usage && error?.message.contains(says) == true
    }
  }

  @Test(arguments: [
    ("'/a &b'", "/a &b"), ("\"/a *b\"", "/a *b"), ("/a &b *c", "/a &b *c"),
    ("'/it''s &b'", "/it's &b"),
    ("\"/a \\\" &b\"", "/a \" &b"), ("'/a # &b' # &c", "/a # &b"), ("/a # 'b &c", "/a"),
    ("/a 'b &c", "/a 'b &c"), ("!!str '/a, &b'", "/a, &b"),
  ])
  func `what stands in a text is no anchor`(written: String, ledger: String) throws {
    let text = "origin: https://x\nmode: test\nkey: {file: a}\nledger: \(written)\n"
    #expect(try Profile("a", "a.yaml", Array(text.utf8)).ledger == ledger)
  }

  @Test func `no bytes end the process`() throws {
    var generator = SeededGenerator(seed: 7)
    let whole = Array(ProfileTests.whole.utf8)
    for _ in 0..<500 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
          .random(in: .min ... .max, using: &generator)
      }
      _ = try? Profile("acme", "acme.yaml", bytes)
    }
    for deep in ["[", "{", "- ", "? ", "a: {", "!a "] {
      let text = String(repeating: deep, count: 60_000 / deep.utf8.count)
      #expect(throws: ConnectionError.self) { try Profile("a", "a.yaml", Array(text.utf8)) }
    }
  }

  @Test(arguments: [
    ("a", true), ("acme-2", true), ("2", true), ("", false), ("-a", false), ("A", false),
    ("a.b", false), ("../a", false), ("a/b", false), ("ä", false), ("a b", false),
    (String(repeating: "a", count: 40), true), (String(repeating: "a", count: 41), false),
  ])
  func `a name is letters, digits and hyphens`(name: String, isName: Bool) {
    #expect(Profile.isName(name) == isName)
  }

  // MARK: Who may read them

  @Test(arguments: [0o640, 0o604, 0o660, 0o606, 0o644, 0o666, 0o610, 0o601] as [mode_t])
  func `a file that others may open is not read, and the message mends it`(mode: mode_t) throws {
    let folder = try TemporaryDirectory(["key": "sk_test_x"])
    let path = folder.path + "/key"
    _ = unsafe chmod(path, mode)
    #expect {
      try PrivateFile.read(path)
    } throws: { error in
      let error = error as? ConnectionError
      return error?.status == .exposed && error?.message.contains("chmod 600 \(path)") == true
    }
    _ = unsafe chmod(path, 0o600)
    #expect(try PrivateFile.read(path) == Array("sk_test_x".utf8))
  }

  @Test func `nor is a link, a pipe, a folder, or a file with two names`() throws {
    let folder = try TemporaryDirectory(["key": "sk_test_x"])
    let path = { (name: String) in folder.path + "/" + name }
    _ = unsafe chmod(path("key"), 0o600)
    _ = unsafe symlink(path("key"), path("link"))
    _ = unsafe mkfifo(path("pipe"), 0o600)
    _ = unsafe mkdir(path("folder"), 0o700)
    for name in ["link", "pipe", "folder"] {
      #expect {
        try PrivateFile.read(path(name))
      } throws: { ($0 as? ConnectionError)?.status == .exposed }
    }
    _ = unsafe link(path("key"), path("second"))
    #expect {
      try PrivateFile.read(path("key"))
    } throws: { ($0 as? ConnectionError)?.message.contains("another name") == true }
    #expect(try PrivateFile.read(path("none")) == nil)
  }

  @Test func `nor one that lies where others could put another`() throws {
    let folder = try TemporaryDirectory(["open/inner/key": "sk_test_x"])
    let (open, inner) = (folder.path + "/open", folder.path + "/open/inner")
    _ = unsafe chmod(inner + "/key", 0o600)
    _ = unsafe chmod(inner, 0o700)
    _ = unsafe chmod(open, 0o777)
    #expect {
      try PrivateFile.read(inner + "/key")
    } throws: { ($0 as? ConnectionError)?.message.contains("chmod go-w \(open)") == true }
    // In a sticky folder nobody moves what is another's.
    _ = unsafe chmod(open, 0o1777)
    #expect(try PrivateFile.read(inner + "/key") != nil)
    _ = unsafe chmod(open, 0o755)
    _ = unsafe symlink(inner, folder.path + "/way")
    #expect(try PrivateFile.read(folder.path + "/way/key") != nil)
  }

  @Test func `what is written is private, whatever the mask`() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path + "/cpay/keys/acme"
    try PrivateFile.write(Array("sk_test_x".utf8), to: path)
    #expect(FileStatus(path)?.permissions == 0o600)
    #expect(FileStatus(folder.path + "/cpay/keys")?.permissions == 0o700)
    #expect(FileStatus(folder.path + "/cpay")?.permissions == 0o700)
    #expect(try PrivateFile.read(path) == Array("sk_test_x".utf8))
  }

  @Test(
    arguments: [
      (EIO, 74), (ENOSPC, 74), (EROFS, 74), (EDQUOT, 74), (EMFILE, 70), (ENFILE, 70), (ENOMEM, 70),
      (EACCES, 64), (ENOTDIR, 64), (ENAMETOOLONG, 64),
    ] as [(Int32, Int32)])
  func `what the system says decides whose fault it is`(number: Int32, status: Int32) {
    errno = number
    let failure = PrivateFile.failed("/c/acme.yaml")
    #expect(failure.status.code == status)
    #expect(failure.message.hasPrefix("/c/acme.yaml cannot be used: "))
  }

  // MARK: Keys

  @Test(
    arguments: [
      (["printf", "sk_test_abc\\nsecond line\\n"], "sk_test_…", nil),
      (["printf", "sk_test_abc"], "sk_test_…", nil),
      (["printf", "hunter2"], nil, "holds no key"),
      (["true"], nil, "no line that could be a key"), (["false"], nil, "failed"),
      (["/nowhere/pass"], nil, "cannot be run"),
      (["sh", "-c", "echo sk_test_abc; exit 3"], nil, "failed"),
      (["head", "-c", "100000", "/dev/zero"], nil, "no line that could be a key"),
      (["sh", "-c", "echo \"$0\"", "sk_test_$(x)"], "sk_test_…", nil),
      (["cat"], nil, "no line that could be a key"),
    ] as [([String], String?, String?)])
  func `a key command is run without a shell, and its first line is the key`(
    words: [String], masked: String?, says: String?
  ) throws {
    let source = KeySource.command(words)
    do throws(ConnectionError) {
      let key = try source.read(keysIn: "/", variables: ["PATH": "/usr/bin:/bin"])
      #expect(key.masked == masked)
    } catch {
      #expect(masked == nil, "\(error.message)")
      #expect(error.message.contains(says ?? "?"), "\(error.message)")
      #expect(!error.message.contains("hunter2"))
    }
  }

  @Test func `a key command sees no other key`() throws {
    let source = KeySource.command(["sh", "-c", "echo sk_test_$(env | grep -c CANARY)"])
    let key = try source.read(
      keysIn: "/", variables: ["PATH": "/usr/bin:/bin", "OTHER": "sk_live_CANARY", "MINE": "x"])
    #expect(key.mode == .test)
    let shown = KeySource.command(["sh", "-c", "echo sk_test_0123456789ab$(env | grep -c CANARY)"])
    #expect(
      try shown.read(keysIn: "/", variables: ["PATH": "/usr/bin:/bin", "O": "sk_live_CANARY"])
        .masked == "sk_test_…9ab0")
  }
}
