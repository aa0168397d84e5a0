using System.Text.RegularExpressions;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.SignIn;

/// <summary>A form that was sent and did nothing, to be sent again: its sender was signed out, or it went stale.</summary>
/// <param name="Address">Where it was sent.</param>
/// <param name="Values">What was typed.</param>
/// <param name="Title">What happened.</param>
/// <param name="NeedsSignIn">Whether its sender has to sign in first.</param>
public sealed partial record KeptTextModel(string Address, FormValues Values, string Title, bool NeedsSignIn)
{
    public static KeptTextModel SignedOut(string address, FormValues values) => new(address, values, "Your session ended; your text is kept", NeedsSignIn: true);

    public static KeptTextModel Stale(string address, FormValues values) => new(address, values, "This form was open too long", NeedsSignIn: false);

    /// <summary>The fields whose names may be those of a form of ours; other names are not repeated.</summary>
    public IEnumerable<(string Name, string Value)> Fields => Values.All.Where(f => FieldName().IsMatch(f.Key)).SelectMany(f => f.Value.Select(v => (f.Key, v)));

    [GeneratedRegex("^[a-z][A-Za-z]{0,30}(-[A-Za-z0-9_]{1,40}){0,3}$")]
    private static partial Regex FieldName();
}
