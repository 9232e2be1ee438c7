// swift-tools-version: 6.3
import PackageDescription

/// The settings every target of ours is built with.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let asyncHTTPClient = Target.Dependency.product(
  name: "AsyncHTTPClient", package: "async-http-client")
let configuration = Target.Dependency.product(
  name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioFileSystem = Target.Dependency.product(name: "_NIOFileSystem", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

/// A module of ours, with the modules and packages it may import.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one module.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name, dependencies: ["CpayTestSupport"] + dependencies, swiftSettings: settings)
}

let package = Package(
  name: "cpay",
  platforms: [.macOS(.v26)],
  products: [
    .library(
      name: "Cpay",
      targets: [
        "CpayRuntime", "CpayLanguage", "CpaySyntax", "CpayClient", "CpayModel", "CpayValue",
      ]),
    .library(name: "CpayClient", targets: ["CpayClient"]),
    .executable(name: "cpay", targets: ["cpay"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(
      url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
    .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibEdit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .target(name: "CSystemCalls"),
    module("CpayValue"),
    module("CpayModel", ["CpayValue"]),
    module("CpaySyntax", ["CpayValue"]),
    module("CpayLanguage", ["CpaySyntax", "CpayModel", "CpayValue"]),
    module(
      "CpayClient",
      [
        "CpayModel", "CpayValue", httpTypes, crypto, asyncHTTPClient, nioCore, nioHTTP1,
        nioPosix, nioSSL,
      ]),
    module(
      "CpayRuntime",
      ["CpayLanguage", "CpaySyntax", "CpayClient", "CpayModel", "CpayValue", crypto]),
    module(
      "CpayLedger",
      [
        "CSystemCalls", "CpayRuntime", "CpayClient", "CpayLanguage", "CpayModel", "CpayValue", grdb,
        crypto,
      ]),
    module(
      "CpaySandbox",
      [
        "CpayModel", "CpayValue", hummingbird, httpTypes, grdb, crypto, asyncHTTPClient, logging,
        nioCore, nioFileSystem, nioHTTP1, nioPosix,
      ]),
    module(
      "CpayShell",
      [
        "CpayValue", "CpayModel", "CpaySyntax", "CpayLanguage", "CpayClient", "CpayRuntime",
        "CpayLedger", "CpaySandbox", "CLibEdit", "CSystemCalls", argumentParser,
        configuration,
      ]),
    .executableTarget(name: "cpay", dependencies: ["CpayShell"], swiftSettings: settings),
    .target(
      name: "CpayTestSupport",
      dependencies: [
        "CpayValue", "CpayModel", "CpaySyntax", "CpayLanguage", "CpayClient", "CpayRuntime",
        "CpaySandbox", "CpayShell", httpTypes,
      ],
      path: "Tests/CpayTestSupport", swiftSettings: settings),
    tests("CpayValueTests", ["CpayValue"]),
    tests("CpayModelTests", ["CpayModel", "CpayValue"]),
    tests("CpaySyntaxTests", ["CpaySyntax", "CpayValue"]),
    tests(
      "CpayLanguageTests", ["CpayLanguage", "CpayRuntime", "CpaySyntax", "CpayModel", "CpayValue"]),
    tests(
      "CpayClientTests",
      ["CpayClient", "CpayModel", "CpayValue", httpTypes, crypto, nioCore, nioPosix]),
    tests(
      "CpayRuntimeTests",
      ["CpayRuntime", "CpayLanguage", "CpaySyntax", "CpayClient", "CpayModel", "CpayValue"]),
    tests(
      "CpayLedgerTests",
      [
        "CpayLedger", "CpayRuntime", "CpayLanguage", "CpaySyntax", "CpayClient", "CpayModel",
        "CpayValue", grdb,
      ]),
    tests("CpaySandboxTests", ["CpaySandbox", "CpayValue", grdb, nioCore, nioPosix]),
    tests(
      "CpayShellTests",
      [
        "CpayShell", "CpayLedger", "CpayRuntime", "CpayLanguage", "CpaySyntax", "CpayClient",
        "CpaySandbox", "CpayValue", "CSystemCalls", grdb,
      ]),
    tests("TranscriptTests", ["CpayShell"]),
    tests(
      "ConformanceTests",
      ["CpayRuntime", "CpayLanguage", "CpaySyntax", "CpayClient", "CpayModel", "CpayValue"]),
    tests(
      "DocumentationTests",
      [
        "CpayShell", "CpayRuntime", "CpayLanguage", "CpaySyntax", "CpayClient", "CpayModel",
        "CpaySandbox", "CpayValue",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
