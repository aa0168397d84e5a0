using Insights.Testing;
using Insights.Web.Verbs;

namespace Insights.Web.Tests.Hosting;

/// <summary>The start of the whole product with another secret than the one its database knows.</summary>
public sealed class WrongKeyTests
{
    [Fact]
    public async Task A_wrong_secret_under_a_known_id_stops_the_start_and_the_right_one_starts_again()
    {
        var folder = Scratch.NewFolder();
        try
        {
            await StartAsync(folder, "a first synthetic key for these tests");

            var fault = await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync(folder, "a second synthetic key for these tests"));

            Assert.Contains("Insights:CaseReferences:Keys gives key 6 another secret", fault.Message, StringComparison.Ordinal);
            await StartAsync(folder, "a first synthetic key for these tests");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task StartAsync(string folder, string secret)
    {
        await using var app = await new VerbProduct(
        [
            "--environment=Development", "--Insights:Demo=false", "--Insights:Catalogue=seed", $"--Insights:Database:Path={Path.Combine(folder, "insights.db")}",
            "--Insights:CaseReferences:Tenant=tests", "--Insights:CaseReferences:Keys:0:Id=6",
            $"--Insights:CaseReferences:Keys:0:Secret={Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret))}",
        ]).OpenAsync(CancellationToken.None);
    }
}
