import CpayLanguage

/// What libFuzzer calls with every text it makes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let problem = frontEndProblem(bytes, catalog: .standard) { fatalError(problem) }
  return 0
}
