namespace Insights.Core.Reports;

/// <summary>
/// The file in which the look-alike engine outlives a restart. It holds words, so whoever takes words out of the store
/// forgets it before the commit and lets it be written again after; only its owner may read it. Safe to share.
/// </summary>
/// <param name="path">Where it lies; null where nothing is kept.</param>
public sealed class LookAlikeFile(string? path)
{
    private readonly Lock _file = new();
    private int _forgetting;

    private string Unfinished => path + ".unfinished";

    /// <summary>Deletes it, and lets nobody write it until <see cref="Release"/>. A writer on its way gives up first.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _forgetting);
        try
        {
            lock (_file)
                Delete();
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>What had to be forgotten is forgotten by the engine too, or was not committed.</summary>
    public void Release() => Interlocked.Decrement(ref _forgetting);

    /// <summary>Removes what a writer left that was cut off.</summary>
    public void Tidy()
    {
        if (path is null)
            return;
        lock (_file)
            File.Delete(Unfinished);
    }

    /// <summary>The file, to be read; null when there is none.</summary>
    public FileStream? Open()
    {
        if (path is null)
            return null;
        lock (_file)
            return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.SequentialScan) : null;
    }

    /// <summary>Puts a new file in place of the old one, whole or not at all. False when it is to be forgotten just now, or nothing is kept.</summary>
    public bool Write(Action<Stream> write)
    {
        if (path is null)
            return false;
        lock (_file)
        {
            try
            {
                using (var stream = new Abandonable(Create(), () => Volatile.Read(ref _forgetting) > 0))
                {
                    write(stream);
                    stream.ToDisk();
                }

                File.Move(Unfinished, path, overwrite: true);
                return true;
            }
            catch (AbandonedException)
            {
                return false;
            }
            finally
            {
                File.Delete(Unfinished);
            }
        }
    }

    private FileStream Create()
    {
        // A file that is there already would keep its permissions.
        File.Delete(Unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Unfinished, options);
    }

    private void Delete()
    {
        if (path is null)
            return;
        File.Delete(path);
        File.Delete(Unfinished);
    }

    private sealed class AbandonedException : Exception;

    /// <summary>Breaks off between two pieces as soon as it is to be forgotten, so that nobody waits for a whole file.</summary>
    private sealed class Abandonable(FileStream to, Func<bool> abandoned) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => to.Length;

        public override long Position
        {
            get => to.Position;
            set => to.Position = value;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Check();
            to.Write(buffer);
        }

        public override long Seek(long offset, SeekOrigin origin) => to.Seek(offset, origin);

        public override void Flush() => to.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void SetLength(long value) => to.SetLength(value);

        public void ToDisk()
        {
            Check();
            to.Flush(flushToDisk: true);
            Check();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                to.Dispose();
            base.Dispose(disposing);
        }

        private void Check()
        {
            if (abandoned())
                throw new AbandonedException();
        }
    }
}
