using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Insights.Web.Tests.Mail;

/// <summary>How a mail server of the tests behaves.</summary>
internal enum SinkMood
{
    Takes,
    RefusesEveryone,
    BreaksOffAfterTaking,
    SaysNothing,
}

/// <summary>A mail server on loopback that keeps what it is handed, for tests. Speaks as much of SMTP as a digest needs.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<MimeMessage> _taken = [];
    private readonly Task _serving;

    private SmtpSink()
    {
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public SinkMood Mood { get; set; }

    /// <summary>Most connections that were open at once.</summary>
    public int MostAtOnce { get; private set; }

    public IReadOnlyList<MimeMessage> Taken
    {
        get
        {
            lock (_taken)
                return [.. _taken];
        }
    }

    public static SmtpSink Start() => new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = 0;
        var talks = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref open));
                talks.Add(TalkAsync(client, () => Interlocked.Decrement(ref open)));
            }
            catch (Exception fault) when (fault is OperationCanceledException or SocketException)
            {
            }
        }

        await Task.WhenAll(talks);
    }

    private async Task TalkAsync(TcpClient client, Action closed)
    {
        try
        {
            using var _ = client;
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            if (Mood is SinkMood.SaysNothing)
                await Task.Delay(Timeout.Infinite, _stop.Token);
            await writer.WriteLineAsync("220 sink ready");
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (verb is "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    await TakeAsync(reader);
                    if (Mood is SinkMood.BreaksOffAfterTaking)
                        return;
                }

                await writer.WriteLineAsync(verb switch
                {
                    "EHLO" => "250 sink",
                    "RCPT" when Mood is SinkMood.RefusesEveryone => "550 no such box",
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                });
                if (verb is "QUIT")
                    return;
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
        }
        finally
        {
            closed();
        }
    }

    private async Task TakeAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
            text.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        var message = await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(text.ToString())), _stop.Token);
        lock (_taken)
            _taken.Add(message);
    }
}
