using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.SignIn;

/// <summary>A form that was sent after its sender was signed out.</summary>
/// <param name="Address">Where it was sent.</param>
/// <param name="Values">What was typed.</param>
public sealed record KeptTextModel(string Address, FormValues Values)
{
    public IEnumerable<(string Name, string Value)> Fields => Values.All.SelectMany(f => f.Value.Select(v => (f.Key, v)));
}
