import CpayTestSupport
import Foundation
import Testing

/// `scripts/install`, with an executable that is built already.
@Suite struct InstallTests {
  @Test func `installs what it says, and says how to uninstall it`() throws {
    let folder = try TemporaryDirectory()
    let prefix = folder.path + "/a prefix"
    let output = try InstallTests.run("\(InstallTests.root)/scripts/install", prefix)
    let files = [
      "bin/cpay", "share/bash-completion/completions/cpay", "share/zsh/site-functions/_cpay",
      "share/fish/vendor_completions.d/cpay.fish",
    ].map { prefix + "/" + $0 }
    for file in files {
      #expect(FileManager.default.fileExists(atPath: file))
      #expect(output.contains("  \(file)\n"))
    }
    #expect(output.hasPrefix("installed cpay "))
    #expect(output.contains("export PATH=\"\(prefix)/bin:$PATH\""))
    let removal = try #require(output.split(separator: "\n").last { $0.hasPrefix("  rm ") })
    _ = try InstallTests.run("-c", String(removal))
    for file in files { #expect(!FileManager.default.fileExists(atPath: file)) }
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path()

  /// What bash writes to its standard output.
  private static func run(_ arguments: String...) throws -> String {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = arguments
    process.environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "CPAY_BINARY": ChildProcess.executable.path(),
    ]
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: bytes, as: UTF8.self)
  }
}
