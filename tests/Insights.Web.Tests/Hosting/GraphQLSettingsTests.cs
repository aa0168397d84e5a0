using Insights.GraphQL;
using Insights.Transport;
using Insights.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Insights.Web.Tests.Hosting;

public sealed class GraphQLSettingsTests
{
    [Fact]
    public void Everything_has_a_default()
    {
        var settings = Read();
        var transport = new TransportOptions();
        settings.Apply(transport);

        Assert.Equal(new GraphQLLimits(), settings.Limits);
        Assert.Equal((256 * 1024, StatusProfile.AuditSuite, 0), (transport.MaxBodyBytes, transport.StatusProfile, transport.AllowedOrigins.Count));
    }

    [Fact]
    public void What_is_set_reaches_operations_and_endpoint()
    {
        var settings = Read(
            ("MaxCost", "500"), ("BudgetCapacity", "600"), ("BudgetPerSecond", "7"), ("OperationsAtOnce", "3"), ("OperationsOfOneCaller", "2"), ("OperationsWaiting", "5"),
            ("LongestWait", "1"), ("TimeLimit", "20"), ("AdHocDocuments", "programs"), ("TrustedDocuments", Path.GetTempPath()),
            ("MaxBodyBytes", "1000"), ("StatusProfile", "Draft2026"), ("AllowedOrigins:0", "https://tools.example.com"), ("AllowedOrigins:1", "http://localhost:8080"));
        var transport = new TransportOptions();
        settings.Apply(transport);

        Assert.Equal(
            new GraphQLLimits
            {
                MaxCost = 500,
                BudgetCapacity = 600,
                BudgetPerSecond = 7,
                OperationsAtOnce = 3,
                OperationsOfOneCaller = 2,
                OperationsWaiting = 5,
                LongestWait = TimeSpan.FromSeconds(1),
                TimeLimit = TimeSpan.FromSeconds(20),
                AdHocDocuments = AdHocDocuments.Programs,
                TrustedDocuments = Path.GetTempPath(),
            },
            settings.Limits);
        Assert.Equal((1000, StatusProfile.Draft2026), (transport.MaxBodyBytes, transport.StatusProfile));
        Assert.Equal(["http://localhost:8080", "https://tools.example.com"], transport.AllowedOrigins.Order());
    }

    [Theory]
    [InlineData("MaxCost", "0")]
    [InlineData("MaxCost", "-1")]
    [InlineData("MaxCost", "many")]
    [InlineData("MaxCost", "99999999999")]
    [InlineData("BudgetPerSecond", "0.5")]
    [InlineData("BudgetCapacity", "9999")]
    [InlineData("OperationsAtOnce", "0")]
    [InlineData("TimeLimit", "ten")]
    [InlineData("AdHocDocuments", "Somebody")]
    [InlineData("AdHocDocuments", "1")]
    [InlineData("StatusProfile", "422")]
    [InlineData("TrustedDocuments", "/no/such/folder")]
    [InlineData("AllowedOrigins:0", "https://tools.example.com/")]
    [InlineData("AllowedOrigins:0", "tools.example.com")]
    [InlineData("AllowedOrigins:0", "*")]
    [InlineData("AllowedOrigins:0", "ftp://tools.example.com")]
    public void What_is_wrong_is_named_and_not_shown(string key, string value)
    {
        var fault = Assert.Throws<InvalidDataException>(() => Read((key, value)));
        Assert.Contains($"Insights:GraphQL:{key}", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain($" {value} ", fault.Message, StringComparison.Ordinal);
    }

    private static GraphQLSettings Read(params (string Key, string Value)[] set) =>
        GraphQLSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(set.Select(s => KeyValuePair.Create<string, string?>($"Insights:GraphQL:{s.Key}", s.Value))).Build());
}
