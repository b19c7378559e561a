// Added to a page only while it is served: loads it again when it, or what is wrong with it, has changed.
(() => {
  const { state } = document.currentScript.dataset;
  const address = `/-/events?state=${state}&page=${encodeURIComponent(location.pathname)}`;
  let events = null;
  // a page nobody looks at holds no connection; it asks again when it is looked at
  const listen = () => {
    if (document.hidden) {
      events?.close();
      events = null;
    } else if (!events) {
      events = new EventSource(address);
      events.onmessage = () => location.reload();
    }
  };
  document.addEventListener("visibilitychange", listen);
  listen();
})();
