import Checkpoints
import Collectives
import FashionMNIST
import Foundation
import InputFiles
import SystemLimits
import SystemPackage
import TextTables

extension Examination {
  /// The folders that are written to; that of runs on the first rank, which alone writes.
  func folders(_ needs: TrainingNeeds, _ output: FilePath) -> ObservedFolders {
    var folders = ObservedFolders()
    let temporary = ["TMPDIR", "TEMP", "TMP"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "/tmp"
    folders.temporary = temporary
    folders.temporaryFault = Self.fault(of: FilePath(temporary))
    folders.temporaryFreeBytes = FreeSpace.bytes(for: FilePath(temporary))
    guard launch.rank == 0 else { return folders }
    folders.output = output.printable
    folders.outputFault = Self.fault(of: Self.existing(output))
    folders.outputFreeBytes = FreeSpace.bytes(for: output)
    (folders.neededBytes, folders.model, folders.sizeFault) = (needs.outputBytes, needs.model, needs.sizeFault)
    return folders
  }

  /// The folder, or the nearest one above it that is there.
  private static func existing(_ folder: FilePath) -> FilePath {
    var path = folder
    while FileKind(path) == nil {
      let parent = path.removingLastComponent()
      if parent.isEmpty { return "." }
      if parent == path { return path }
      path = parent
    }
    return path
  }

  /// Why nothing can be written into a folder.
  private static func fault(of folder: FilePath) -> String? {
    guard FileKind(folder) == .folder else { return "\(folder.printable) is not a folder" }
    do { try AtomicFile.check(folder.appending("lockstep-doctor")) } catch {
      return "\(folder.printable) cannot be written: \(error.problem)"
    }
    return nil
  }

  var data: ObservedData {
    var data = ObservedData()
    let location: DatasetLocation
    do { location = try options.dataset.location(environment) } catch {
      data.absence = "\(error)"
      return data
    }
    let files = location.verification()
    data.folder = location.folder.printable
    data.damaged = files.compactMap { file in
      if case .unreadable(let error) = file.outcome { error.description.withoutFullStop } else { nil }
    }
    // Of files that are not the published ones, digests do not tell whether they can be read.
    if data.damaged.isEmpty, files.contains(where: { $0.outcome == .differs }) {
      data.damaged = DatasetPart.allCases.compactMap { part in
        do throws(DataError) { _ = try location.source(part) } catch { return error.description.withoutFullStop }
        return nil
      }
    }
    data.unofficial = files.filter { $0.outcome == .differs }.map(\.name)
    data.digests = files.compactMap(\.sha256)
    return data
  }
}
