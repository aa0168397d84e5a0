using System.Text.RegularExpressions;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.SignIn;

/// <summary>A form that was sent after its sender was signed out.</summary>
/// <param name="Address">Where it was sent.</param>
/// <param name="Values">What was typed.</param>
public sealed partial record KeptTextModel(string Address, FormValues Values)
{
    /// <summary>The fields whose names may be those of a form of ours; other names are not repeated.</summary>
    public IEnumerable<(string Name, string Value)> Fields => Values.All.Where(f => FieldName().IsMatch(f.Key)).SelectMany(f => f.Value.Select(v => (f.Key, v)));

    [GeneratedRegex("^[a-z][A-Za-z]{0,30}(-[A-Za-z0-9_]{1,40}){0,3}$")]
    private static partial Regex FieldName();
}
