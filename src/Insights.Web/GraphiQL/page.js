// Starts GraphiQL on this server: queries by POST, subscriptions over graphql-transport-ws, both with the sign-in cookie.
const socket = new URL('/graphql', location.href);
socket.protocol = socket.protocol === 'https:' ? 'wss:' : 'ws:';
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: '/graphql', subscriptionUrl: socket.href }),
    defaultQuery: 'query Gaps {\n  gaps(first: 5) {\n    nodes { number title state }\n  }\n}\n',
  }));
