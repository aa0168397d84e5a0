namespace Insights.Testing;

/// <summary>Folders for what a test writes. Whoever asks for one deletes it.</summary>
public static class Scratch
{
    private const string InMemory = "/dev/shm";
    private const long Room = 4L << 30;

    /// <summary>
    /// In memory where the machine has the room. Every commit of the product waits for the disk, which took a quarter of the
    /// tests' time and shows nothing: a killed process loses no page that the system already holds.
    /// </summary>
    private static readonly string Root = Path.Combine(HasRoom(InMemory) ? InMemory : Path.GetTempPath(), "insights-tests");

    /// <summary>A new, empty folder.</summary>
    public static string NewFolder() => Directory.CreateDirectory(Path.Combine(Root, Path.GetRandomFileName())).FullName;

    private static bool HasRoom(string folder) => Directory.Exists(folder) && new DriveInfo(folder).AvailableFreeSpace >= Room;
}
