import Foundation
import PipelineTesting

#if LIBFUZZER
  @_silgen_name("LLVMFuzzerRunDriver")
  private func fuzzMain(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
  ) -> Int32

  /// libFuzzer's callback takes no context.
  nonisolated(unsafe) private var target = FuzzTarget.yaml
#endif

/// `fuzz TARGET [RUNS]`: reads inputs that are made by dice. `make fuzz` builds it with libFuzzer, which takes what is after the
/// target as its own arguments.
@main
struct Fuzz {
  static func main() async throws {
    let words = CommandLine.arguments
    if words.dropFirst().first == "bombs" { return await measureBombs() }
    guard words.count > 1, let chosen = FuzzTarget(rawValue: words[1]) else {
      print("usage: fuzz bombs, or fuzz TARGET, of \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))")
      exit(2)
    }
    if words.count > 3, words[2] == "--prepare" { return try prepare(chosen, words[3]) }
    #if LIBFUZZER
      target = chosen
      var arguments: [UnsafeMutablePointer<CChar>?] = ([words[0]] + words.dropFirst(2)).map { strdup($0) } + [nil]
      var count = Int32(arguments.count - 1)
      let status = arguments.withUnsafeMutableBufferPointer { buffer -> Int32 in
        guard var base = buffer.baseAddress else { return 2 }
        return withUnsafeMutablePointer(to: &base) { pointer in
          PipelineFuzzDriver.run(&count, pointer)
        }
      }
      exit(status)
    #else
      let runs = words.count > 2 ? Int(words[2]) ?? 10_000 : 10_000
      var mutator = FuzzMutator(seed: Torture.seed)
      for _ in 0..<runs { await chosen.run(mutator.next(of: chosen.seeds)) }
      print("\(chosen.rawValue): \(runs) inputs, seed \(Torture.seed)")
    #endif
  }

  /// Reads each bomb, and ends with status 1 where one takes 100 ms or 64 MB.
  private static func measureBombs() async {
    var isRefused = true
    for bomb in FuzzBomb.all {
      var (best, memory): (Duration, Int) = (.seconds(60), .max)
      // The best of three: other programs share the machine.
      for _ in 0..<3 {
        let (time, grown) = await bomb.measure()
        (best, memory) = (min(best, time), min(memory, grown ?? 0))
      }
      let milliseconds = (best / .milliseconds(1)).rounded(.up)
      print("| \(bomb.target.rawValue) bomb: \(bomb.name) | \(Int(milliseconds)) ms, \(memory >> 20) MB | – |")
      if milliseconds >= 100 || memory >= 64 << 20 { isRefused = false }
    }
    exit(isRefused ? 0 : 1)
  }

  /// Writes what libFuzzer begins with, and prints the length of its longest input.
  ///
  /// - Parameter folder: Gets the right inputs as files. Beside it, in a file of the same name with `.dict`, are words to put into inputs.
  private static func prepare(_ target: FuzzTarget, _ folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (number, seed) in target.seeds.enumerated() where seed.count <= target.longest {
      try Data(seed).write(to: URL(filePath: "\(folder)/\(target.rawValue)-\(number)"))
    }
    let lines = target.words.map { word in
      "\"" + word.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\"\n"
    }
    try Data(lines.joined().utf8).write(to: URL(filePath: folder + ".dict"))
    print(target.longest)
  }
}

#if LIBFUZZER
  private enum PipelineFuzzDriver {
    static func run(
      _ count: UnsafeMutablePointer<Int32>,
      _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
    ) -> Int32 {
      fuzzMain(count, arguments) { bytes, length in
        let input = Array(UnsafeBufferPointer(start: bytes, count: length))
        guard target.isAsynchronous else {
          target.read(input)
          return 0
        }
        // The driver is not asynchronous, and nothing else runs in this process: its thread waits.
        let done = DispatchSemaphore(value: 0)
        Task.detached {
          await target.run(input)
          done.signal()
        }
        done.wait()
        return 0
      }
    }
  }
#endif
