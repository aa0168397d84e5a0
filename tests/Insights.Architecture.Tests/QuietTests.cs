using System.Text.RegularExpressions;
using Xunit;

namespace Insights.Architecture.Tests;

/// <summary>Nothing turns on what would write down requests, parameters or the words of faults.</summary>
public sealed partial class QuietTests
{
    [Fact]
    public void No_source_and_no_setting_opens_what_is_sent_to_a_log_or_an_answer()
    {
        var sources = House.Sources("src", ".cs", ".razor", ".json", ".csproj");

        Assert.Contains(sources.Keys, name => name.EndsWith("appsettings.json", StringComparison.Ordinal));
        Assert.Empty(sources.SelectMany(f => f.Value.Where(line => Opens().IsMatch(line)).Select(line => $"{f.Key}: {line.Trim()}")));
    }

    [Theory]
    [InlineData("options.EnableSensitiveDataLogging();")]
    [InlineData("options.EnableDetailedErrors(true);")]
    [InlineData("services.AddHttpLogging(o => { });")]
    [InlineData("app.UseW3CLogging();")]
    [InlineData("app.UseDeveloperExceptionPage();")]
    [InlineData("services.AddDatabaseDeveloperPageExceptionFilter();")]
    [InlineData("options.IncludeErrorDetails = true;")]
    [InlineData("IdentityModelEventSource.ShowPII = true;")]
    [InlineData("options.ExposeExceptionDetails = true;")]
    [InlineData("\"ConnectionStrings\": { \"Db\": \"Include Error Detail=true\" }")]
    public void The_rule_finds(string line) => Assert.Matches(Opens(), line);

    [Theory]
    [InlineData("[LoggerMessage(1101, LogLevel.Information, \"{Count} waits have ended\")]")]
    [InlineData("options.IncludeErrorDetails = false;")]
    public void The_rule_lets_pass(string line) => Assert.DoesNotMatch(Opens(), line);

    [GeneratedRegex("EnableSensitiveDataLogging|EnableDetailedErrors|HttpLogging|W3CLogging|DeveloperExceptionPage|DeveloperPageExceptionFilter|Include ?Error ?Details?(?!s? = false)|ShowPII|LogCompleteSecurityArtifact|ExposeExceptionDetails|ExposeData", RegexOptions.IgnoreCase)]
    private static partial Regex Opens();
}
