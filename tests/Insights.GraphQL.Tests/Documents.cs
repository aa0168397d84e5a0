namespace Insights.GraphQL.Tests;

/// <summary>Documents that several tests send.</summary>
internal static class Documents
{
    /// <summary>The request by which common tools read a schema.</summary>
    public const string Introspection =
        """
        query IntrospectionQuery {
          __schema {
            description
            queryType { name } mutationType { name } subscriptionType { name }
            types { ...FullType }
            directives { name description locations args { ...InputValue } }
          }
        }
        fragment FullType on __Type {
          kind name description
          fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
          inputFields { ...InputValue }
          interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
          possibleTypes { ...TypeRef }
        }
        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
        fragment TypeRef on __Type {
          kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
        }
        """;

    /// <summary>The bar's page: gaps with members, owner and what last happened.</summary>
    public const string Page =
        """
        query Page($first: Int!, $after: String) {
          gaps(first: $first, after: $after, orderBy: OLDEST) {
            totalCount
            pageInfo { hasNextPage hasPreviousPage endCursor }
            nodes {
              id number title state
              owner { handle }
              members { reportNumber role linkedBy { handle } report { number state author { handle } } }
              latestEntry { action by { handle } }
            }
          }
        }
        """;
}
