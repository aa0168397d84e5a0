using Insights.Web.Quiet;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Insights.Web.Tests.NoEcho;

public sealed class QuietLogsTests : IDisposable
{
    private readonly LogEar _ear = new();
    private readonly ServiceProvider _services;

    public QuietLogsTests()
    {
        var services = new ServiceCollection().AddLogging(b => b.AddProvider(_ear).SetMinimumLevel(LogLevel.Trace));
        QuietLogs.Add(services);
        _services = services.BuildServiceProvider();
    }

    [Theory]
    [InlineData("Library", "word")]
    [InlineData("Library", "two words")]
    [InlineData("Library", "/gaps/G-7")]
    [InlineData("Insights.Web", "two words")]
    [InlineData("Insights.Web", "someone@example.com")]
    [InlineData("Insights.Web", "+15550100199")]
    [InlineData("Insights.Web", "http://127.0.0.1:5180/behind")]
    public void A_text_made_at_run_time_is_withheld(string category, string text)
    {
        Log(category, "Said {What} of {Count}", MadeNow(text + " "), 7);

        Assert.StartsWith("Said [withheld] of 7 | Said [withheld] of 7 What=[withheld] Count=7", Line(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gap_01KXCCC100RAAPSRKZT20WJN0H")]
    [InlineData("JsonException")]
    [InlineData("http://127.0.0.1:5180")]
    public void Ids_codes_and_listening_addresses_of_our_own_lines_stay(string text)
    {
        Log("Insights.Web", "Said {What}", string.Concat(text.AsSpan(0, 3), text.AsSpan(3)));

        Assert.StartsWith($"Said {text} |", Line(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_keeps_literals_small_numbers_times_and_types()
    {
        Log("Library", "{Method} {Took} {Count} {Fault} {Long}", "GET", TimeSpan.FromSeconds(2), 12, typeof(FormatException), 447700900123);

        Assert.StartsWith("GET 00:00:02 12 System.FormatException [withheld] |", Line(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_put_together_at_run_time_is_withheld()
    {
        Log("Library", string.Concat("Said ", MadeNow("word")));

        Assert.StartsWith("[withheld] |", Line(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_is_its_types_and_stacks()
    {
        try
        {
            throw new InvalidOperationException("someone@example.com", new FormatException("someone@example.com"));
        }
        catch (InvalidOperationException fault)
        {
            fault.Data["who"] = "someone@example.com";
            _services.GetRequiredService<ILoggerFactory>().CreateLogger("Insights.Web").Log(LogLevel.Error, 5, "It failed", fault, (state, e) => state + e!.Message);
        }

        Assert.DoesNotContain("someone", Line(), StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException\n ---> System.FormatException", Line(), StringComparison.Ordinal);
        Assert.Contains("   at Insights.Web.Tests.NoEcho.QuietLogsTests.An_exception_is_its_types_and_stacks()", Line(), StringComparison.Ordinal);
        Assert.Contains(_ear.Heard.Lines, l => l.Kind == "Error Insights.Web[5 ]");
    }

    [Fact]
    public void A_scope_shows_the_route_in_place_of_the_path()
    {
        var log = _services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics");
        using (log.BeginScope(new Dictionary<string, object?> { ["RequestId"] = MadeNow("0HNQB2NUUB6E9:00000404"), ["RequestPath"] = MadeNow("/gaps/who") }))
            log.Log(LogLevel.Information, 1, "Done", null, (state, _) => state);

        Assert.EndsWith("=> RequestId:0HNQB2NUUB6E9:00000404 Route:- RequestId=0HNQB2NUUB6E9:00000404 Route=-", Line(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_that_comes_later_hears_no_more()
    {
        using var late = new LogEar();
        _services.GetRequiredService<ILoggerFactory>().AddProvider(late);
        Log("Library", "Said {What}", Path.GetRandomFileName());

        Assert.StartsWith("Said [withheld] |", late.Heard.Lines.Single().Line, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _services.Dispose();
        _ear.Dispose();
    }

    private static string MadeNow(string text) => string.Concat(text.AsSpan(0, 1), text.AsSpan(1));

#pragma warning disable CA2254, CA1848 // the template is what is tested
    private void Log(string category, string template, params object?[] values) =>
        _services.GetRequiredService<ILoggerFactory>().CreateLogger(category).LogInformation(template, values);
#pragma warning restore CA2254, CA1848

    private string Line() => _ear.Heard.Lines.Last().Line;
}
