using System.Text.Json;

namespace Insights.Web.Outlets;

/// <summary>Codes as every JSON of the product has them, such as GAP_OPENED.</summary>
internal static class CodeNames
{
    public static string Of(Enum value) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
